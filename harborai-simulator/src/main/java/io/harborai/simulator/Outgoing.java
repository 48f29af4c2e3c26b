package io.harborai.simulator;

import java.util.List;

/**
 * One HTTP response, ready to be played.
 *
 * @param head the status line and headers, up to and with the empty line, without those
 * that frame the body
 * @param body the body
 * @param chunked whether the body goes out in HTTP chunks
 * @param timing when its parts go out
 * @param ending how the body ends
 * @param holds the gates on the way, in order
 * @param chunking how its bytes are cut
 * @param errorEvent the dialect's error event, for an ending that needs one
 * @param close whether the connection is closed afterwards
 */
record Outgoing(String head, Body body, boolean chunked, Timing timing, Ending ending, List<Hold> holds,
		Chunking chunking, String errorEvent, boolean close) {

}
