const ADJECTIVES = 'Amber Bright Calm Clear Copper Crisp Deep Early Eastern Fair Fresh Gentle Golden Grand Green Hidden'
  .concat(' High Ivory Keen Late Light Little Long Lucky Mellow Misty New Noble Northern Olive Open Pale Plain Proud')
  .concat(
    ' Quick Quiet Rapid Rosy Round Silver Simple Solid Southern Steady Still Strong Sunny Swift Warm Western Wide',
  )
  .split(' ');
const NOUNS = 'Anchor Arch Bay Beacon Birch Bridge Brook Canyon Cedar Cliff Coast Compass Cove Creek Crown Dale Delta'
  .concat(' Dune Elm Falcon Field Forest Garden Gate Glade Grove Harbour Haven Heron Hill Island Lake Lantern Maple')
  .concat(' Meadow Mill Oak Orchard Path Pine Point Quarry Ridge River Shore Spring Stone Summit Valley Willow')
  .split(' ');
const GIVEN = 'Ada Amir Anna Bela Carla Chen Dana David Elif Emma Farid Grace Hana Hugo Ines Ivan Jana Jonas Kofi Lara'
  .concat(' Lena Luca Maya Milan Nadia Nina Omar Petra Rosa Samir Sara Tariq Theo Vera Yara Zoe')
  .split(' ');
const FAMILY = 'Adams Bauer Costa Diaz Eriksen Fischer Garcia Haddad Ito Jansen Kaya Lindgren Mensah Moreau Nagy Novak'
  .concat(' Okafor Olsen Park Petrov Quinn Rossi Sato Silva Singh Tanaka Torres Vargas Weber Yilmaz')
  .split(' ');

/** `Quiet Harbour`. */
export function thing(n: number): string {
  return `${pick(ADJECTIVES, n)} ${pick(NOUNS, Math.floor(n / ADJECTIVES.length) + n)}`;
}

export function person(n: number): { readonly given: string; readonly family: string } {
  return { given: pick(GIVEN, n), family: pick(FAMILY, Math.floor(n / GIVEN.length) + n) };
}

/** One that says nothing. */
export function sentence(n: number): string {
  const [first, second] = [thing(n), thing(n * 7 + 3).toLowerCase()];
  return `${first} by the ${second}, number ${n + 1}.`;
}

function pick(words: readonly string[], n: number): string {
  return words[n % words.length] as string;
}
