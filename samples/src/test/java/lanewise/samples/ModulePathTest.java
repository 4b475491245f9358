package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The tests run on the module path; on the class path, module boundaries would go untested.
class ModulePathTest {
    @Test
    void testsRunInsideTheModule() {
        var module = ModulePathTest.class.getModule();
        assertThat(module.isNamed()).isTrue();
        assertThat(module.getName()).isEqualTo("lanewise.samples");
    }
}
