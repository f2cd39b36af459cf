import { open } from 'node:fs/promises';

/** Makes names that were made, moved or removed in a folder durable: fsync of the folder itself (fsync(2)). Windows has no such call. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
