package dev.almanac.shard;

/// A write cannot be turned into bytes at present, because what is needed for that does not answer: the same attempt may
/// succeed later. Anything else that an encoder throws is a defect.
public final class EncodingDelayed extends RuntimeException {
    public EncodingDelayed(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
