package dev.almanac.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.ApiResult.Denied;
import dev.almanac.calendar.ApiResult.InDoubt;
import dev.almanac.calendar.ApiResult.NotFound;
import dev.almanac.calendar.ApiResult.Ok;
import dev.almanac.calendar.ApiResult.Refusal;
import dev.almanac.calendar.ApiResult.Refused;
import dev.almanac.calendar.ApiResult.Throttled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerMeaningTest {
    private static final String SLOT = error("The slot you have selected is no longer available.");
    private static final String HTML = "<html><body>error code 1010</body></html>";

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void anySuccessWithAnIdIsOne(int status) {
        assertThat(of(Operation.CREATE_APPOINTMENT, status, "{\"id\":\"a\",\"traceId\":\"t\"}"))
                .isEqualTo(new Ok<>("a", new Answer(status, null, "t", RateLimit.UNKNOWN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html></html>", "{\"id\":\"a\"", "{\"id\":null}", "[{\"id\":\"a\"}]"})
    void aSuccessWithoutAWholeAnswerIsInDoubt(String body) {
        assertThat(of(Operation.CREATE_APPOINTMENT, 201, body)).isInstanceOf(InDoubt.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void theSlotTextDecidesWhateverItsStatus(int status) {
        for (Operation operation : List.of(Operation.CREATE_APPOINTMENT, Operation.UPDATE_APPOINTMENT)) {
            assertRefused(of(operation, status, SLOT), Refusal.SLOT_UNAVAILABLE);
        }
    }

    @Test
    void anUnprocessableRequestIsInvalid() {
        assertRefused(of(Operation.CREATE_APPOINTMENT, 422, error("The user id not part of calendar team.")), Refusal.VALIDATION);
    }

    @Test
    void aDurationThatTheCalendarDoesNotKnowIsInvalid() {
        String text = "Selected slot duration is not a valid duration option for this calendar";
        assertRefused(of(Operation.UPDATE_APPOINTMENT, 400, error(text)), Refusal.VALIDATION);
    }

    @Test
    void anUnknownReasonIsARefusalNotToReasonAbout() {
        assertRefused(of(Operation.CREATE_APPOINTMENT, 400, error("Bad Request")), Refusal.OTHER);
        assertRefused(of(Operation.UPDATE_APPOINTMENT, 400, error("Bad Request")), Refusal.OTHER);
        assertRefused(of(Operation.CREATE_APPOINTMENT, 404, error("Calendar not found")), Refusal.OTHER);
        assertRefused(of(Operation.CREATE_APPOINTMENT, 409, "{\"error\":\"Conflict\",\"status\":409}"), Refusal.OTHER);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void anUnknownIdMayBeToldUnderEitherStatus(int status) {
        for (Operation operation : List.of(Operation.READ_APPOINTMENT, Operation.UPDATE_APPOINTMENT)) {
            for (String text : List.of("Appointment not found", "This event has already been deleted", "Not Found")) {
                assertThat(of(operation, status, error(text))).as(text).isInstanceOf(NotFound.class);
            }
        }
    }

    @Test
    void aReadCarriesNothingButTheIdThatCouldBeWrong() {
        assertThat(of(Operation.READ_APPOINTMENT, 400, error("Bad Request"))).isInstanceOf(NotFound.class);
        assertRefused(of(Operation.READ_APPOINTMENT, 422, error("id must be a string")), Refusal.VALIDATION);
    }

    @Test
    void aMissingReferenceIsNotAMissingAppointment() {
        assertRefused(of(Operation.UPDATE_APPOINTMENT, 404, error("Calendar not found")), Refusal.OTHER);
        assertRefused(of(Operation.UPDATE_APPOINTMENT, 400, error("User does not exist")), Refusal.OTHER);
        assertRefused(of(Operation.READ_APPOINTMENT, 404, error("Location not found")), Refusal.OTHER);
    }

    @Test
    void aMissingRouteIsNotAMissingAppointment() {
        assertRefused(of(Operation.READ_APPOINTMENT, 404, error("Cannot GET /calendars/x")), Refusal.OTHER);
        assertThat(of(Operation.READ_APPOINTMENT, 404, "")).isInstanceOf(InDoubt.class);
        assertThat(of(Operation.UPDATE_APPOINTMENT, 404, HTML)).isInstanceOf(InDoubt.class);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void whatEndedInTheMiddleIsInDoubt(Operation operation) {
        for (int status : List.of(302, 304, 408, 500, 502, 503, 504, 520)) {
            assertThat(of(operation, status, error("The slot you have selected is no longer available.")))
                    .as("HTTP " + status)
                    .isInstanceOf(InDoubt.class);
        }
        assertThat(of(operation, 401, error("Command timed out"))).isInstanceOf(InDoubt.class);
        assertThat(of(operation, 400, error("upstream request timeout"))).isInstanceOf(InDoubt.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Invalid JWT", "version header was not found.", "The token is not authorized for this scope.",
        "This route is not yet supported by the IAM Service. Please update your IAM config."
    })
    void theOtherUnauthorizedAnswersAreDenials(String text) {
        assertThat(of(Operation.CREATE_APPOINTMENT, 401, error(text))).isInstanceOf(Denied.class);
        assertThat(of(Operation.CREATE_APPOINTMENT, 403, error(text))).isInstanceOf(Denied.class);
    }

    @Test
    void thePageOfAnEdgeThatTurnsUsAwayIsADenial() {
        assertThat(of(Operation.CREATE_APPOINTMENT, 403, HTML)).isInstanceOf(Denied.class);
        assertThat(of(Operation.CREATE_APPOINTMENT, 401, "")).isInstanceOf(Denied.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 422})
    void anyOtherPageOfTheEdgeProvesNothing(int status) {
        assertThat(of(Operation.CREATE_APPOINTMENT, status, HTML)).isInstanceOf(InDoubt.class);
    }

    @Test
    void tooManyRequestsIsToldByItsStatusAlone() {
        assertThat(of(Operation.CREATE_APPOINTMENT, 429, "{\"statusCode\":429,\"message\":\"Too Many Requests\"}"))
                .isInstanceOf(Throttled.class);
        assertThat(of(Operation.CREATE_APPOINTMENT, 429, HTML)).isInstanceOf(Throttled.class);
    }

    @Test
    void theStatusInTheBodyIsNotBelieved() {
        assertThat(of(Operation.CREATE_APPOINTMENT, 500, "{\"statusCode\":400,\"message\":\"Bad Request\"}"))
                .isInstanceOf(InDoubt.class);
    }

    @Test
    void theMessageIsFoundInEachOfItsPlaces() {
        assertMessage("{\"message\":[\"a\",\"b\"],\"error\":\"Unprocessable Entity\"}", "a; b");
        assertMessage("{\"message\":\"\",\"msg\":\"m\"}", "m");
        assertMessage("{\"error\":\"e\",\"status\":400}", "e");
        assertMessage("{\"error\":{\"code\":1,\"message\":\"e\"}}", "e");
        assertMessage("{\"detail\":\"d\"}", "d");
        assertMessage("<p>\n  raw\u0000 page </p>", "<p> raw page </p>");
        assertMessage("", null);
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(ErrorBody.read(bytes("x".repeat(10_000))).message()).hasSize(501).endsWith("…");
    }

    private static void assertMessage(String body, String message) {
        assertThat(ErrorBody.read(bytes(body)).message()).as(body).isEqualTo(message);
    }

    private static void assertRefused(ApiResult<?> result, Refusal reason) {
        assertThat(result).isInstanceOfSatisfying(
                Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static ApiResult<String> of(Operation operation, int status, String body) {
        var received = new Exchange.Received(status, null, RateLimit.UNKNOWN, bytes(body));
        return AnswerMeaning.of(operation, received, ApiJson::writtenId);
    }

    private static String error(String message) {
        return "{\"statusCode\":400,\"message\":\"" + message + "\",\"error\":\"Bad Request\",\"traceId\":\"t\"}";
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
