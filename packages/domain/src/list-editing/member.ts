/** One name in a list, with the text it takes: [start, end) of the file. */
export interface Member {
  name: string;
  start: number;
  end: number;
}
