/** Models on Hugging Face hubs and at plain addresses, over HTTP. */
@NullMarked
package io.modeldeployment.server.store.remote;

import org.jspecify.annotations.NullMarked;
