/**
 * The dialect of Doubao, which is Volcengine Ark's.
 */
@NullMarked
package io.harborai.provider.doubao;

import org.jspecify.annotations.NullMarked;
