/** A position in a text: both numbers count from 0, as in VS Code and the Language Server Protocol. */
export interface Position {
  readonly line: number;
  /** In UTF-16 code units. */
  readonly character: number;
}

/** A half-open stretch of text. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A range in a file. `file` is an absolute path with forward slashes; reports make it relative. */
export interface Place {
  readonly file: string;
  readonly range: Range;
}
