export { seed, type SeedOptions, type SeedProgress, type SeedReport } from './seed.ts';
