/** What may leave the house in a report, and what not: pure. */
@NullMarked
package io.modeldeployment.cli.report;

import org.jspecify.annotations.NullMarked;
