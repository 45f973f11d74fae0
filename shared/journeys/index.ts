export type {
  Journey,
  JourneyContext,
  JourneyEvents,
  JourneyHttp,
  JourneyOptions,
  JourneyQuestion,
  JourneyReply,
  Refusal,
  UndoRequest,
} from './contract.ts';
export { journey } from './journey.ts';
