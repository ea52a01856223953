/** The port for operators and scrapers, apart from that of clients. */
@NullMarked
package io.modeldeployment.server.management;

import org.jspecify.annotations.NullMarked;
