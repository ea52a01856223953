/** The HTTP interface: requests, answers and problems. */
@NullMarked
package io.modeldeployment.server.web;

import org.jspecify.annotations.NullMarked;
