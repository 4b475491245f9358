package lanewise.nn.train;

import java.nio.file.Path;
import lanewise.nn.metric.Accuracy;

/// A training program that can be interrupted.
final class InterruptedRun {
    static final int EPOCHS = 40;
    private static final int STEP_MILLIS = 4;

    private InterruptedRun() {}

    /// The run, saved to `file`.
    static SmallRun run(Path file) {
        SmallRun run = new SmallRun();
        run.trainer.addMetric(Accuracy::new).checkpoint(new Checkpoint(file)).saveOnInterrupt(notice -> {
            System.out.println("notice " + notice);
            System.out.flush();
        });
        return run;
    }

    /// Goes on with the run in the file `args[0]`, slowly. Prints each step, and at the end the fingerprint.
    public static void main(String... args) {
        SmallRun run = run(Path.of(args[0]));
        run.trainer.addListener(new RunListener() {
            @Override
            public void epochStarted(int epoch, int epochs, int batches, int done) {
                System.out.println("epoch " + epoch + " " + done);
            }

            @Override
            public void stepDone(StepRecord step) {
                System.out.println("step " + step.step());
                pause();
            }
        });
        FitResult result = run.trainer.fit(run.loader, EPOCHS);
        if (result.stopped() == null) {
            System.out.println("end " + run.fingerprint());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(STEP_MILLIS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
