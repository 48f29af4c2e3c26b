package io.harborai.wire;

import java.util.List;

import io.harborai.chat.ResponseMeta;

/**
 * What tests at wire level need to know of a vendor.
 */
final class Vendors {

	static final ResponseMeta META = new ResponseMeta("p", "m", "m", null, null, null, null, List.of(), List.of(),
			false);

	private Vendors() {
	}

	static ErrorTable errors(String vendor) {
		return switch (vendor) {
			case "deepseek" -> ErrorTables.DEEPSEEK;
			case "doubao" -> ErrorTables.ARK;
			case "qianfan" -> ErrorTables.QIANFAN;
			case "qianfan-v1" -> ErrorTables.QIANFAN_V1;
			case "openai" -> ErrorTables.OPENAI;
			case "azure" -> ErrorTables.AZURE;
			case "openrouter" -> ErrorTables.OPENROUTER;
			case "zhipu" -> ErrorTables.ZHIPU;
			case "minimax" -> ErrorTables.MINIMAX;
			case "siliconflow" -> ErrorTables.SILICONFLOW;
			case "dashscope" -> ErrorTables.QWEN;
			case "kimi" -> ErrorTables.KIMI;
			case "hunyuan" -> ErrorTables.HUNYUAN;
			case "stepfun" -> ErrorTables.STEPFUN;
			default -> ErrorTable.COMMON;
		};
	}

	static ChatResponseReader reader(String vendor) {
		return new ChatResponseReader(vendor.equals("minimax"));
	}

}
