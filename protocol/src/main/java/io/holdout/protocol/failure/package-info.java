/** How things go wrong: a closed taxonomy, so that retry budgets and exit codes never depend on free text. */
@NullMarked
package io.holdout.protocol.failure;

import org.jspecify.annotations.NullMarked;
