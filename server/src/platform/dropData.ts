import type { Connection } from 'mongoose';

/** Removes those of these collections that exist. For migrations. */
export async function dropCollections(connection: Connection, names: readonly string[]): Promise<void> {
  const made = new Set((await connection.listCollections()).map(({ name }) => name));
  for (const name of names) if (made.has(name)) await connection.dropCollection(name);
}

/** Removes those of these indexes that exist. For migrations. */
export async function dropIndexes(
  connection: Connection,
  collection: string,
  names: readonly string[],
): Promise<void> {
  const made = (await connection.listCollections()).some(({ name }) => name === collection);
  const found = made ? await connection.collection(collection).listIndexes().toArray() : [];
  for (const { name } of found as { name: string }[])
    if (names.includes(name)) await connection.collection(collection).dropIndex(name);
}
