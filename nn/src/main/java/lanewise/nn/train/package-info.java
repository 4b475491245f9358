/// What training needs around a loop: checkpoints, averaged models, and a [trainer][lanewise.nn.train.Trainer] for
/// those who do not want to write the loop.
///
/// ```java
/// var model = new Sequential(new Flatten(), new Linear(784, 256), new ReLU(), new Linear(256, 10));
/// var optimizer = new Adam(model.parameters(), 1e-3);
/// var train = new DataLoader<>(examples, 64).withShuffle(1);
/// Trainer<Tensor, LongTensor> trainer = Trainer.of(model, new CrossEntropyLoss()::call, optimizer);
/// trainer.addMetric(Accuracy::new)
///         .add(ClipGradients.norm(1))
///         .add(LearningRateSchedule.perEpoch(new CosineAnnealingLR(optimizer, 20)))
///         .add(new EarlyStopping(Monitor.max("val_accuracy"), 5).restoringBest())
///         .addListener(progressBar)
///         .checkpoint(new Checkpoint(Path.of("run.safetensors")))
///         .saveOnInterrupt(System.err::println);
/// trainer.fit(train, new DataLoader<>(validation, 256), 20);
/// System.out.println(trainer.evaluate(new DataLoader<>(test, 256)));
/// ```
///
/// Started again, that program goes on where it was interrupted, in the middle of an epoch too, bit for bit. A log
/// of figures or a progress bar is a [lanewise.nn.train.RunListener]; what changes the run is a
/// [lanewise.nn.train.Callback]; a figure is a [lanewise.nn.metric.Metric].
///
/// The trainer is the loop that one writes by hand, and computes the same; each of the pieces can be used in such a
/// loop alone:
///
/// ```java
/// for (var batch : loader.epoch(epoch)) {
///     try (var step = Workspace.open()) {
///         var logits = model.call(batch.inputs());
///         var loss = lossFn.call(logits, batch.targets());
///         optimizer.zeroGrad();
///         loss.backward();
///         GradientClipping.clipGradNorm_(model.parameters(), 1);
///         optimizer.step();
///         meanLoss.update(loss.item(), batch.size());
///         accuracy.update(logits, batch.targets());
///     }
/// }
/// checkpoint.save(epoch + 1, steps);
/// ```
package lanewise.nn.train;
