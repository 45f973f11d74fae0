import { COLOURS } from '../../colours.ts';
import { CONFIGURATION } from '../../docker/edge/places.ts';
import { entryPattern } from './keys.ts';
import { mapIn, type SwarmEdgePlaces } from './places.ts';
import { END, NOTHING } from './state.ts';

/** The variable with the id of the swarm's service: what was kept for another one, of the same names, counts for nothing. */
export const INCARNATION = 'EDGE_SERVICE';

/** How long an edge that may have others waits for one of them before it begins with what it kept itself. */
const WAIT_SECONDS = 3;
/** How many of the others are asked at once: what all have to know gets around in a few rounds, however many there are. */
const ASKED = 4;

/**
 * What an edge runs, in bash: `begin` learns what the others keep before it gives way to HAProxy; beside that, `keep` writes down what
 * HAProxy was told, and `learn` asks the others, so that one that was cut off, or away, catches up.
 */
export function edgeScript(places: SwarmEdgePlaces, waitSeconds = WAIT_SECONDS): string {
  const { files, state, own, others, othersPort } = places;
  const [blue, green] = COLOURS;
  return `# Written by aurora. Changes are overwritten.
export LC_ALL=C
exec 4<> <(:)
declare -A newest had
crowd=0

pause() { read -r -t "$1" -u 4; }

# METHOD HOST PORT PATH: \`lines\` is what is answered; fails unless that is 200.
ask() {
  local status line
  lines=()
  exec 3<> "/dev/tcp/$2/$3" || return
  printf '%s %s HTTP/1.1\\r\\nHost: edge\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n' "$1" "$4" >&3
  read -r -t 2 -u 3 _ status _
  while read -r -t 2 -u 3 line && [ "$line" != $'\\r' ]; do :; done
  mapfile -t -u 3 lines
  exec 3>&-
  [ "$status" = 200 ]
} 2> /dev/null

own() { ask "$1" ${own.host} ${own.port} "$2"; }

# KEY ENTRY: of two the one with the larger stamp; with the same stamp, the one that says more.
take() {
  local known=\${newest[$1]-0:}
  if [ "$2" = ${NOTHING} ] || [ "$2" = "$known" ]; then return; fi
  [[ "$1 $2" =~ ^$form$ ]] || return 0
  if [ "\${2%:*}" -gt "\${known%:*}" ] || [[ "\${2%:*}" = "\${known%:*}" && "$2" > "$known" ]]; then newest[$1]=$2; fi
}
form='${entryPattern(' ', ':')}'

# Takes what the page in \`lines\` says; fails if it is not whole.
read_page() {
  local service live canary ${blue} ${green}
  [ "\${lines[-1]-}" = ${END} ] || return
  while read -r service live canary ${blue} ${green}; do
    take "live/$service" "$live"
    take "canary/$service" "$canary"
    take "role/$service/${blue}" "$${blue}"
    take "role/$service/${green}" "$${green}"
  done < <(printf '%s\\n' "\${lines[@]:1}")
} 2> /dev/null

page() { ask GET "$1" ${othersPort} /state && printf '%s\\n' "\${lines[@]}"; }

# Takes what the others say, and counts them all; fails if nobody says anything.
others() {
  local known fd fds=() asking=() answers=0 each patience=2
  mapfile -t known < <(${others})
  crowd=\${#known[@]}
  # Another beginning each time, for there may be many.
  local from=$RANDOM
  for ((each = 0; each < crowd && each < ${ASKED}; each++)); do
    exec {fd}< <(page "\${known[(from + each) % crowd]}")
    fds+=("$fd")
    asking+=("$!")
  done
  for fd in "\${fds[@]}"; do
    IFS=$'\\n' read -r -d '' -t "$patience" -u "$fd" -a lines
    # All were asked at once.
    [ "$?" -le 128 ] || patience=0.1
    exec {fd}<&-
    read_page && answers=$((answers + 1))
  done
  # Who waits for a node that is gone waits for minutes.
  kill "\${asking[@]}" 2> /dev/null
  [ "$answers" -gt 0 ]
}

# First on the disk, then in the place of what was there.
write() {
  local key
  for key in "\${!newest[@]}"; do echo "$key \${newest[$key]}"; done > ${state}/new.map &&
    sync ${state}/new.map && mv ${state}/new.map ${mapIn(places)} && sync ${state}
}

begin() {
  local key entry before=2
  if [ "$(cat ${state}/of 2> /dev/null)" = "$${INCARNATION}" ]; then
    while read -r key entry; do take "$key" "$entry"; done < ${mapIn(places)}
    before=$(cat ${state}/crowd 2> /dev/null || echo 2)
  else
    rm -f ${mapIn(places)} ${state}/crowd
  fi
  # Who has just come to a node may not have the addresses of the others yet.
  SECONDS=0
  until others || [ "$before" -le 1 ] || [ "$SECONDS" -ge ${waitSeconds} ]; do pause 0.2; done
  write || exit
  echo "$${INCARNATION}" > ${state}/of && sync ${state}/of
  for loop in keep learn; do
    (while :; do bash "$0" "$loop"; pause 1; done &)
  done
  exec haproxy -W -db -f ${files}/${CONFIGURATION}
}

keep() {
  while :; do
    # It is cheaper to read two numbers than all of it.
    if own GET /written && [ "\${lines[0]% *}" != "\${lines[0]#* }" ] && own GET /state; then
      local counts=\${lines[0]}
      newest=()
      read_page && write && own PUT "/kept/\${counts% *}"
    fi
    pause 0.2
  done
}

learn() {
  local kind key before=
  while :; do
    newest=()
    if own GET /state && read_page; then
      had=()
      for key in "\${!newest[@]}"; do had[$key]=\${newest[$key]}; done
      others
      # In the order in which an edge has to hear it; what it has been told of later meanwhile, HAProxy leaves as it is.
      for kind in canary live role; do
        for key in "\${!newest[@]}"; do
          if [ "\${key%%/*}" = "$kind" ] && [ "\${newest[$key]}" != "\${had[$key]-}" ]; then
            own PUT "/state/$key/\${newest[$key]/://}"
          fi
        done
      done
    fi
    if [ "$crowd" -gt 0 ] && [ "$crowd" != "$before" ]; then echo "$crowd" > ${state}/crowd && before=$crowd; fi
    pause 1
  done
}

"$@"
`;
}
