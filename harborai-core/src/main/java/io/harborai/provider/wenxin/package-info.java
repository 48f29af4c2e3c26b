/**
 * The dialect of ERNIE (Wenxin), which is Baidu Qianfan's second API.
 */
@NullMarked
package io.harborai.provider.wenxin;

import org.jspecify.annotations.NullMarked;
