@NullMarked
package io.modeldeployment.cli.report;

import org.jspecify.annotations.NullMarked;
