/** Brings models into directories: fetched, copied, and checked file by file against a manifest. Knows files; no protocol, no flags. */
@NullMarked
package io.modeldeployment.server.store;

import org.jspecify.annotations.NullMarked;
