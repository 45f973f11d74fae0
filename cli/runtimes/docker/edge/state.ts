import { asking } from './command.ts';
import type { EdgePlaces } from './places.ts';

/** What the edge keeps, and what is needed to change it. */
export type StatePlaces = Pick<EdgePlaces, 'admin' | 'map' | 'canaries'>;

/**
 * Lines for bash that let it change what the edge keeps, one script at a time:
 * `without FILE KEY…` prints a map without the lines of these; `replace FILE` has its standard input take the map's place, first on the
 * disk, so that an edge that dies in between comes back with what was meant, then in HAProxy, with all of its lines at one instant.
 */
export function stateFunctions({ admin, map }: StatePlaces): string {
  return `set -eo pipefail
${asking(admin)}
without() { while read -r key value; do case " \${*:2} " in *" $key "*) ;; *) echo "$key $value";; esac; done < "$1"; }
replace() {
  cat > "$1.new"
  sync "$1.new"
  mv "$1.new" "$1"
  local version commands=
  version=$(ask "prepare map $1")
  version=\${version##* }
  while read -r key value; do commands+="add map @$version $1 $key $value; "; done < "$1"
  ask "\${commands}commit map @$version $1"
}
exec 9>> ${map}.lock
flock 9`;
}
