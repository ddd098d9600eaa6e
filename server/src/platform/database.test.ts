import { describe, expect, it } from 'vitest';
import { namesReplicaSet } from './database.js';

describe('a connection string', () => {
  it.each([
    ['mongodb://mongo:27017/parley?replicaSet=rs0', true],
    ['mongodb://a,b/parley?w=1&replicaSet=x', true],
    ['mongodb+srv://cluster.example.org/parley', true],
    ['mongodb://mongo:27017/parley', false],
    ['mongodb://replicaSet=no/parley', false],
  ])('%s names a replica set: %s', (uri, names) => {
    expect(namesReplicaSet(uri)).toBe(names);
  });
});
