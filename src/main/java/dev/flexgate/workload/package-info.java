/**
 * What can flex: the sites that run computing, the jobs that wait for it, and the policies of those who pay.
 * Sites and policies come from the files of {@code catalog/}, jobs by submission; every version is kept.
 */
@NullMarked
package dev.flexgate.workload;

import org.jspecify.annotations.NullMarked;
