package dev.almanac.http;

/// The JSON of every error: `{"error": {"code": "bad_request", "message": "from is required: …"}}`.
record ErrorAnswer(Error error) {
    /// @param code    the HTTP status in words, for programs
    /// @param message for people; of an internal error it tells nothing
    record Error(String code, String message) {}
}
