package lanewise.samples.conformance.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What `print` shows of modules in PyTorch: those of release 1.13, but as newer ones write a `ModuleList` of equal
/// modules, the quotes of `mode` and `Softplus`'s defaults, which are floats now. Attention's `out_proj`, there of
/// a class that only says how it is not to be quantised, is a `Linear`.
class ModuleTextsTest {
    @Test
    void areAsPyTorchPrintsThem() throws IOException {
        JsonNode cases;
        try (InputStream file = ModuleTextsTest.class.getResourceAsStream("/texts/modules.json")) {
            cases = new ObjectMapper().readTree(file);
        }
        assertThat(cases).hasSizeGreaterThan(150);
        ModuleTable table = new ModuleTable();
        CallValues values = new CallValues(name -> {
            throw new IllegalArgumentException("no case has a tensor " + name);
        });
        List<String> different = new ArrayList<>();
        for (JsonNode one : cases) {
            String name = one.get("module").asText();
            String text = table.build(name, values.list(one.get("args")), values.map(one.get("kwargs")))
                    .module()
                    .toString();
            if (!text.equals(one.get("text").asText())) {
                different.add(text + " is not " + one.get("text").asText());
            }
        }
        assertThat(different).isEmpty();
    }
}
