/** The labelled mails that no model was trained on. */
@NullMarked
package io.modeldeployment.e2e.mail;

import org.jspecify.annotations.NullMarked;
