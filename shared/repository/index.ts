export { type Page, Repository } from './repository.ts';
