package lanewise.nn.train;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Holds the end of the program up, when it is asked to end, until the training thread has saved the run.
///
/// A hook of the virtual machine's shutdown stops the trainer and waits; so it works for Ctrl-C, for a kill that
/// lets a program clean up, and when a terminal closes.
final class Interruption implements AutoCloseable {
    /// What a program that is asked to end has, until it is cut off: a step and a save must fit in.
    private static final long MINUTES = 10;

    static final String REASON = "the program was asked to end";

    private final Trainer<?, ?> trainer;
    private final Thread training = Thread.currentThread();
    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook = new Thread(this::shutDown, "lanewise-save-on-exit");

    private Interruption(Trainer<?, ?> trainer) {
        this.trainer = trainer;
    }

    /// Waits for the end of the program from now on.
    static Interruption during(Trainer<?, ?> trainer) {
        Interruption interruption = new Interruption(trainer);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void shutDown() {
        if (callsExit()) {
            return; // it would wait for itself
        }
        trainer.stop(REASON);
        try {
            boolean _ = saved.await(MINUTES, TimeUnit.MINUTES); // a step that does not end shall not hold it up
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the training thread itself ends the program, from a callback say.
    private boolean callsExit() {
        return Arrays.stream(training.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }

    /// Lets the program end, if it waits.
    @Override
    public void close() {
        saved.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the program is ending, and waits no more
        }
    }
}
