package dev.almanac.dev;

/// Behaviours of the vendor that its API description does not state or contradicts, each switchable. Those that are on
/// by default were seen live by integrators, or are the harder case for a client; the others were seen once, only in
/// fixtures, or are what the description says.
public enum Quirk {
    /// Read-one wraps the event as `event`, as the description says; live it was `appointment`.
    READ_AS_EVENT(false),
    /// Read-one answers the event without any envelope.
    READ_BARE(false),
    /// Create and update answer every member of the event; live answers hold few, and no times.
    FULL_WRITE_ANSWER(false),
    /// Create answers 200, as the description says; live it was 201.
    CREATE_ANSWERS_200(false),
    /// Delete answers 200; the description says 201.
    DELETE_ANSWERS_200(false),
    /// A PUT without `appointmentStatus` sets `confirmed`: measured twice live.
    STATUS_RESET_BY_PUT(true),
    /// The status comes twice, the second time as `appoinmentStatus`.
    STATUS_TWIN(true),
    /// The status comes only as `appoinmentStatus`, as one fixture has it.
    STATUS_MISSPELLED_ONLY(false),
    /// Events carry `statusDetails`.
    STATUS_DETAILS(true),
    /// Lists tell the description as `notes`.
    NOTES_IN_LISTS(true),
    /// Read-one tells the description as `notes`, too.
    NOTES_ON_READ(false),
    /// An address that was never given comes as an empty text.
    EMPTY_ADDRESS(true),
    /// Events carry members that no description names.
    UNKNOWN_MEMBERS(true),
    /// Lists hold rows that were deleted, marked so.
    DELETED_ROWS_IN_LISTS(true),
    /// A deleted appointment can be read by its id, marked so, instead of being unknown.
    DELETED_READABLE(false),
    /// An id nobody knows is answered by 400 instead of 404. Which is right was not to be found.
    UNKNOWN_ID_IS_400(false),
    /// Blocked time is listed among the events, too.
    BLOCKS_AMONG_EVENTS(false),
    /// A list by user matches secondary owners, too.
    LISTS_BY_SECONDARY_USER(false),
    /// The recurrence of synced blocks comes as an array of lines instead of one text.
    RRULE_ARRAY_ON_SYNCED_BLOCKS(true),
    /// A window that is not in epoch milliseconds lists nothing, with 200. Off: ISO texts are understood.
    ISO_WINDOW_LISTS_NOTHING(true),
    /// Every update is slot-checked, also against the slot that the appointment holds itself.
    SLOT_CHECK_AGAINST_ITSELF(false),
    /// "No longer available" comes as 422, as one fixture has it, instead of 400.
    SLOT_CONFLICT_IS_422(false),
    /// A slot written with another offset than the location's is not recognised, although it is the same instant.
    SLOT_KNOWN_BY_ITS_TEXT(false),
    /// Personal calendars take bookings of any length.
    ANY_LENGTH_ON_PERSONAL(true),
    /// Waiving the slot check needs an `assignedUserId` on calendars with a team.
    TEAM_MEMBER_NEEDED(true),
    /// The `statusCode` in error bodies is not the HTTP status.
    WRONG_STATUS_CODE_IN_BODY(false),
    /// Error bodies are `{"error":…,"status":…}`, without `message`.
    ERROR_WITHOUT_MESSAGE(false),
    /// The burst is counted over the last interval at any instant instead of in fixed windows: the strictest reading,
    /// under which a client that never goes over is safe wherever the vendor's windows begin.
    SLIDING_RATE_WINDOW(false);

    private final boolean onByDefault;

    Quirk(boolean onByDefault) {
        this.onByDefault = onByDefault;
    }

    boolean isOnByDefault() {
        return onByDefault;
    }
}
