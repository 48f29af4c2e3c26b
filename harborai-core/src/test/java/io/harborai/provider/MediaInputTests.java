package io.harborai.provider;

import java.net.URI;

import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.model.Capability;
import io.harborai.model.ModelInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MediaInput}.
 */
class MediaInputTests {

	private static final ContentPart IMAGE = ContentPart.image(URI.create("https://example.com/a.png"));

	private static final ContentPart VIDEO = ContentPart.video(URI.create("https://example.com/a.mp4"));

	private static final ContentPart AUDIO = ContentPart.audio(new byte[] { 1 }, "wav");

	@Test
	void whatAModelIsKnownNotToReadIsRefused() {
		ModelInfo reader = model(Capability.CHAT, Capability.VISION);
		assertThat(MediaInput.problem(asked(IMAGE), reader)).isNull();
		assertThat(MediaInput.problem(asked(IMAGE, VIDEO), reader)).contains("reads no videos", "'video'", "'reader'");
		assertThat(MediaInput.problem(asked(AUDIO), reader)).contains("reads no audio");
		assertThat(MediaInput.problem(asked(IMAGE), model(Capability.CHAT))).contains("reads no images");
	}

	@Test
	void textIsReadByAll() {
		assertThat(MediaInput.problem(asked(ContentPart.text("and?")), model(Capability.CHAT))).isNull();
	}

	@Test
	void aModelOfWhichLittleIsKnownMayBeAskedAnything() {
		assertThat(MediaInput.problem(asked(IMAGE, VIDEO, AUDIO), null)).isNull();
		assertThat(MediaInput.problem(asked(IMAGE), model())).isNull();
		ModelInfo hardlyKnown = ModelInfo.builder("vendor", "new").capabilities(Capability.CHAT).build();
		assertThat(MediaInput.problem(asked(IMAGE), hardlyKnown)).isNull();
	}

	private static ChatCompletionRequest asked(ContentPart... parts) {
		return ChatCompletionRequest.builder().system("Look.").user("First.").user(parts).build();
	}

	private static ModelInfo model(Capability... capabilities) {
		return ModelInfo.builder("vendor", "reader").contextWindow(1000).capabilities(capabilities).build();
	}

}
