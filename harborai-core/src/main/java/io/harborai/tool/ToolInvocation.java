package io.harborai.tool;

import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ToolCall;

/**
 * What a tool can learn about its being called: a method's parameter of this type is
 * given it.
 *
 * @param call the call as the model wrote it
 * @param round which of the model's answers asked for it, counted from 1
 * @param request the conversation so far; its {@code options().tags()} are the caller's
 */
public record ToolInvocation(ToolCall call, int round, ChatCompletionRequest request) {
}
