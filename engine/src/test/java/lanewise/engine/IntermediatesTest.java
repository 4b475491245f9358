package lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IntermediatesTest {
    private static final Shape SHAPE = Shape.of(5);

    /// As an operation makes it.
    private static NDArray made() {
        NDArray array = NDArray.full(SHAPE, 3f);
        array.storage().pass();
        return array;
    }

    private static void assertHasGoneBack(NDArray array) {
        assertThatThrownBy(array::toArray).isInstanceOf(ClosedWorkspaceException.class);
    }

    private static void assertIsThere(NDArray array) {
        assertThat(array.toArray()).containsOnly(3f);
    }

    @Test
    void allButTheResultGoBackAtTheEnd() {
        try (Workspace _ = Workspace.open()) {
            NDArray before = made();
            NDArray on;
            NDArray result;
            try (Intermediates inner = Intermediates.open()) {
                on = made();
                result = made();
                inner.result(result.storage());
                assertIsThere(on);
            }
            assertHasGoneBack(on);
            assertIsThere(result);
            assertIsThere(before);
        }
    }

    @Test
    void whatIsHeldGoesBackWithItsLastHolder() {
        try (Workspace _ = Workspace.open()) {
            NDArray held;
            try (Intermediates _ = Intermediates.open()) {
                held = made();
                held.storage().hold();
                held.storage().hold();
            }
            held.storage().letGo();
            assertIsThere(held);
            held.storage().letGo();
            assertHasGoneBack(held);
        }
    }

    @Test
    void whatWasSharedOrKeptOrNotMadeByAnOperationStays() {
        NDArray kept;
        try (Workspace _ = Workspace.open()) {
            NDArray shared;
            NDArray other;
            try (Intermediates _ = Intermediates.open()) {
                shared = made();
                shared.storage().share();
                kept = made().keep();
                other = NDArray.full(SHAPE, 3f);
            }
            assertIsThere(shared);
            assertIsThere(other);
        }
        assertIsThere(kept);
    }

    @Test
    void theResultOfAnInnerOneIsAnIntermediateOfThatAroundIt() {
        try (Workspace _ = Workspace.open()) {
            NDArray inner;
            NDArray outer;
            try (Intermediates around = Intermediates.open()) {
                try (Intermediates within = Intermediates.open()) {
                    inner = made();
                    within.result(inner.storage());
                }
                assertIsThere(inner);
                outer = made();
                around.result(outer.storage());
            }
            assertHasGoneBack(inner);
            assertIsThere(outer);
        }
    }

    @Test
    void whatIsMadeWhereAllIsKeptStays() {
        try (Workspace _ = Workspace.open()) {
            NDArray array;
            NDArray after;
            try (Intermediates _ = Intermediates.open()) {
                try (Intermediates _ = Intermediates.keepAll()) {
                    array = made();
                }
                after = made();
            }
            assertIsThere(array);
            assertHasGoneBack(after);
        }
    }

    @Test
    void aWorkspaceWithinIsNotConcerned() {
        try (Workspace _ = Workspace.open();
                Intermediates _ = Intermediates.open()) {
            try (Workspace _ = Workspace.open()) {
                NDArray array = made();
                array.storage().forget();
                assertIsThere(array);
            }
        }
    }

    @Test
    void outsideAWorkspaceNothingHappens() {
        NDArray array;
        try (Intermediates inner = Intermediates.open()) {
            array = made();
            inner.result(array.storage());
            array.storage().forget();
        }
        assertIsThere(array);
    }

    /// A second step finds all its buffers.
    @Test
    void theBytesOfAWorkspaceAreThoseOfTheBuffersThatItNeedsAtOnce() {
        Workspace.trim();
        for (int step = 0; step < 2; step++) {
            try (Workspace _ = Workspace.open()) {
                for (int i = 0; i < 10; i++) {
                    try (Intermediates _ = Intermediates.open()) {
                        NDArray.empty(Shape.of(1 << 16)).storage().pass();
                    }
                }
            }
            assertThat(Workspace.bytes()).isBetween(4L << 16, 4L << 16 | 1 << 10);
        }
        Workspace.trim();
        assertThat(Workspace.bytes()).isZero();
    }
}
