/// The samples' models, written as a user's are: modules of layers, with their options as records.
package lanewise.samples.models;
