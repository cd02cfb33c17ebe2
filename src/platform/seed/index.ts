export { seed, type SeedOptions, type SeedProgress, type SeedReport } from './seed.ts';
export { checkInvariants, invariants, type Invariant, type InvariantResult } from './invariants.ts';
