/** What something in a list takes: [start, end) of the file. */
export interface Span {
  start: number;
  end: number;
}

/** One name in a list, with the text it takes. */
export interface Member extends Span {
  name: string;
}

/** A member as it is written, before anybody knows which name its text stands for. */
export interface WrittenMember extends Span {
  /** The text that names it, without quotes, and its place with them. */
  text: string;
  textStart: number;
  textEnd: number;
}
