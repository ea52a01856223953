/** The description of the interface, for programs and for people. */
@NullMarked
package io.modeldeployment.server.web.docs;

import org.jspecify.annotations.NullMarked;
