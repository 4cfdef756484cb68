@NullMarked
package io.asyncsqlite.benchmarks.web;

import org.jspecify.annotations.NullMarked;
