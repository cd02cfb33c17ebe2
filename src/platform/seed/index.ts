export { seed, type SeedOptions, type SeedProgress, type SeedReport } from './seed.ts';
export { checkInvariants, type InvariantResult } from './invariants.ts';
