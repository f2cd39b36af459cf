export { collectFolder, type FolderSource } from './collect-folder.ts';
export { importFile, type ImportResult, type Knowledge } from './import-file.ts';
export { type OpenInput, openInput, readerOf, UnknownFormat } from './open-input.ts';
export { rejectFile, type Rejects } from './rejects.ts';
export { takeFile } from './take-file.ts';
export { type IntakeOutcome, type IntakePorts, takeIn } from './take-in.ts';
