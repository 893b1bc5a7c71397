package dev.almanac.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    record Row(String name, Integer count, Double share) {}

    @Test
    void namesComeFirstAndWhatIsNullIsEmpty() {
        assertThat(Csv.of(Row.class, List.of(new Row("a", 1, 0.5), new Row(null, null, null))))
                .isEqualTo("name,count,share\r\n\"a\",1,0.5\r\n,,\r\n");
    }

    @Test
    void everyTextIsQuoted() {
        assertThat(cell("a")).isEqualTo("\"a\"");
        assertThat(cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(cell("a;b")).isEqualTo("\"a;b\"");
        assertThat(cell("say \"x\"")).isEqualTo("\"say \"\"x\"\"\"");
        assertThat(cell("a\nb")).isEqualTo("\"a\nb\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1"})
    void noTextBeginsLikeAFormula(String text) {
        assertThat(cell(text)).startsWith("\"'" + text.charAt(0));
    }

    /// Where a spreadsheet's separator is another, a cell begins behind every one of them.
    @ParameterizedTest
    @ValueSource(strings = {";", "\t"})
    void noCellBeginsLikeAFormulaWhateverSeparatesThem(String separator) {
        for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)")) {
            assertThat(cell("a" + separator + formula)).isEqualTo("\"a" + separator + "'" + formula + "\"");
            assertThat(cell(separator + separator + formula).split(separator)).noneMatch(part -> part.startsWith(formula));
        }
        assertThat(cell("a-b+c=d@e")).isEqualTo("\"a-b+c=d@e\"");
    }

    @Test
    void numbersStayNumbers() {
        assertThat(Csv.of(Row.class, List.of(new Row("a", -1, -0.5)))).endsWith("\r\n\"a\",-1,-0.5\r\n");
    }

    private static String cell(String text) {
        String csv = Csv.of(Row.class, List.of(new Row(text, null, null)));
        return csv.substring("name,count,share\r\n".length(), csv.length() - ",,\r\n".length());
    }
}
