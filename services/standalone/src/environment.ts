/** The process environment, read in main.ts only. */
export type Environment = Readonly<Record<string, string | undefined>>;
