/** A bug to plant in the sources, and the test that has to fail then. */
export interface PlantedBug {
  /** What is wrong, as core/DESIGN.md lists it. */
  readonly what: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly replacement: string;
  readonly test: NamedTest;
}

export interface NamedTest {
  readonly file: string;
  /** Part of its name; what describes it comes before, with a blank between. */
  readonly name: string;
}
