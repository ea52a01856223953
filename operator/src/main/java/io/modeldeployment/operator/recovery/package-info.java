/** What is done about a promoted revision that stops answering, as a pure function: restart, roll back, restore. */
@NullMarked
package io.modeldeployment.operator.recovery;

import org.jspecify.annotations.NullMarked;
