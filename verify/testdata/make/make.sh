#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Records testdata/small.ledger on a real network: four bodies, four BFT orderers, four peers, one chaincode.
# Run from the repository's root:  FABRIC_BIN=… FABRIC_CONFIG=…/sampleconfig verify/testdata/make/make.sh
# FABRIC_BIN holds the binaries of release 3.1.1, FABRIC_CONFIG its core.yaml and orderer.yaml; jq must be installed.
# OUT is where the files go (default testdata/small). Tests name blocks of this ledger by number: tamper_test.go.
set -euo pipefail
WORK=${WORK:-$(mktemp -d)}
BASE=${BASE:-17050}
HERE=$(cd "$(dirname "$0")" && pwd)
OUT=${OUT:-$HERE/../small}
export PATH=$FABRIC_BIN:$PATH
BODIES=(owners residents property street)
MSPS=(OwnersMSP ResidentsMSP PropertyMSP StreetMSP)
mkdir -p "$WORK"/{logs,blocks,builder/bin,cfg}
cp "$FABRIC_CONFIG"/{core,orderer}.yaml "$WORK/cfg/"
export FABRIC_CFG_PATH=$WORK/cfg
cd "$HERE"
go build -o "$WORK/store" ./chaincode
cd "$WORK"

{
  echo "PeerOrgs:"
  for b in "${BODIES[@]}"; do
    printf -- '- Name: %s\n  Domain: %s.test\n  EnableNodeOUs: true\n  Template: {Count: 2, SANS: [localhost, 127.0.0.1]}\n  Users: {Count: 1}\n' "$b" "$b"
  done
} >crypto.yaml
cryptogen generate --config crypto.yaml --output crypto >/dev/null

msp() { echo "$WORK/crypto/peerOrganizations/${BODIES[$1]}.test"; }
node() { echo "$(msp "$1")/peers/peer$2.${BODIES[$1]}.test"; }
orderer_port() { echo $((BASE + $1 * 10)); }
peer_port() { echo $((BASE + $1 * 10 + 4)); }

{
  echo "Organizations:"
  for i in 0 1 2 3; do
    m=${MSPS[$i]}
    cat <<YAML
- &${BODIES[$i]}
  Name: $m
  ID: $m
  MSPDir: $(msp "$i")/msp
  Policies:
    Readers: {Type: Signature, Rule: "OR('$m.member')"}
    Writers: {Type: Signature, Rule: "OR('$m.member')"}
    Admins: {Type: Signature, Rule: "OR('$m.admin')"}
    Endorsement: {Type: Signature, Rule: "OR('$m.peer')"}
  OrdererEndpoints: ["127.0.0.1:$(orderer_port "$i")"]
YAML
  done
  cat <<YAML
Profiles:
  Small:
    Policies: &implicit
      Readers: {Type: ImplicitMeta, Rule: ANY Readers}
      Writers: {Type: ImplicitMeta, Rule: ANY Writers}
      Admins: {Type: ImplicitMeta, Rule: MAJORITY Admins}
    Capabilities: {V3_0: true}
    Orderer:
      OrdererType: BFT
      BatchTimeout: 1s
      BatchSize: {MaxMessageCount: 100, AbsoluteMaxBytes: 10 MB, PreferredMaxBytes: 2 MB}
      SmartBFT: {RequestBatchMaxCount: 100, RequestBatchMaxInterval: 700ms, RequestForwardTimeout: 5s, RequestComplainTimeout: 20s, RequestAutoRemoveTimeout: 3m0s, ViewChangeResendInterval: 5s, ViewChangeTimeout: 20s, LeaderHeartbeatTimeout: 1m0s, CollectTimeout: 1s, IncomingMessageBufferSize: 200, RequestPoolSize: 1000, LeaderHeartbeatCount: 10}
      ConsenterMapping:
YAML
  for i in 0 1 2 3; do
    n=$(node "$i" 1)
    printf '      - {ID: %d, Host: 127.0.0.1, Port: %d, MSPID: %s, Identity: %s, ClientTLSCert: %s, ServerTLSCert: %s}\n' \
      $((i + 1)) "$(orderer_port "$i")" "${MSPS[$i]}" "$n/msp/signcerts/peer1.${BODIES[$i]}.test-cert.pem" "$n/tls/server.crt" "$n/tls/server.crt"
  done
  cat <<YAML
      Organizations: [*owners, *residents, *property, *street]
      Policies:
        <<: *implicit
        BlockValidation: {Type: ImplicitMeta, Rule: ANY Writers}
      Capabilities: {V2_0: true}
    Application:
      Organizations: [*owners, *residents, *property, *street]
      Policies:
        <<: *implicit
        LifecycleEndorsement: {Type: ImplicitMeta, Rule: MAJORITY Endorsement}
        Endorsement: {Type: ImplicitMeta, Rule: MAJORITY Endorsement}
      Capabilities: {V2_5: true}
YAML
} >cfg/configtx.yaml
configtxgen -profile Small -channelID linli -outputBlock genesis.block 2>logs/configtxgen.log

printf '#!/bin/sh\ngrep -q ccaas "$2/metadata.json"\n' >builder/bin/detect
printf '#!/bin/sh\ncp "$1/connection.json" "$3/"\n' >builder/bin/build
printf '#!/bin/sh\nmkdir -p "$2/chaincode/server" && cp "$1/connection.json" "$2/chaincode/server/"\n' >builder/bin/release
chmod +x builder/bin/*

PIDS=()
trap 'kill "${PIDS[@]}" 2>/dev/null || true' EXIT
for i in 0 1 2 3; do
  n=$(node "$i" 1)
  p=$(orderer_port "$i")
  (cd "$WORK" && exec env ORDERER_GENERAL_LISTENADDRESS=127.0.0.1 ORDERER_GENERAL_LISTENPORT="$p" ORDERER_GENERAL_LOCALMSPID="${MSPS[$i]}" \
    ORDERER_GENERAL_LOCALMSPDIR="$n/msp" ORDERER_GENERAL_TLS_ENABLED=true ORDERER_GENERAL_TLS_PRIVATEKEY="$n/tls/server.key" \
    ORDERER_GENERAL_TLS_CERTIFICATE="$n/tls/server.crt" ORDERER_GENERAL_TLS_ROOTCAS="[$n/tls/ca.crt]" \
    ORDERER_GENERAL_CLUSTER_CLIENTCERTIFICATE="$n/tls/server.crt" ORDERER_GENERAL_CLUSTER_CLIENTPRIVATEKEY="$n/tls/server.key" \
    ORDERER_GENERAL_BOOTSTRAPMETHOD=none ORDERER_CHANNELPARTICIPATION_ENABLED=true ORDERER_FILELEDGER_LOCATION="$WORK/data/o$i" \
    ORDERER_CONSENSUS_WALDIR="$WORK/data/o$i/wal" ORDERER_CONSENSUS_SNAPDIR="$WORK/data/o$i/snap" \
    ORDERER_ADMIN_LISTENADDRESS="127.0.0.1:$((p + 1))" ORDERER_OPERATIONS_LISTENADDRESS="127.0.0.1:$((p + 2))" \
    orderer >"logs/orderer$i.log" 2>&1) &
  PIDS+=($!)
  n=$(node "$i" 0)
  p=$(peer_port "$i")
  (exec env CORE_PEER_ID="peer$i" CORE_PEER_ADDRESS="127.0.0.1:$p" CORE_PEER_LISTENADDRESS="127.0.0.1:$p" CORE_PEER_CHAINCODELISTENADDRESS="127.0.0.1:$((p + 1))" \
    CORE_PEER_GOSSIP_BOOTSTRAP="127.0.0.1:$p" CORE_PEER_GOSSIP_EXTERNALENDPOINT="127.0.0.1:$p" CORE_PEER_LOCALMSPID="${MSPS[$i]}" \
    CORE_PEER_MSPCONFIGPATH="$n/msp" CORE_PEER_TLS_ENABLED=true CORE_PEER_TLS_CERT_FILE="$n/tls/server.crt" CORE_PEER_TLS_KEY_FILE="$n/tls/server.key" \
    CORE_PEER_TLS_ROOTCERT_FILE="$n/tls/ca.crt" CORE_PEER_FILESYSTEMPATH="$WORK/data/p$i" CORE_LEDGER_SNAPSHOTS_ROOTDIR="$WORK/data/p$i/snap" \
    CORE_OPERATIONS_LISTENADDRESS="127.0.0.1:$((p + 2))" CORE_VM_ENDPOINT= \
    CORE_CHAINCODE_EXTERNALBUILDERS="[{name: ccaas, path: $WORK/builder}]" CORE_PEER_GOSSIP_RECONNECTINTERVAL=1s \
    peer node start >"logs/peer$i.log" 2>&1) &
  PIDS+=($!)
done

as() { # as BODY-INDEX command…: run the peer command as that body's administrator
  local i=$1
  shift
  local u
  u=$(msp "$i")/users/Admin@${BODIES[$i]}.test
  CORE_PEER_LOCALMSPID=${MSPS[$i]} CORE_PEER_MSPCONFIGPATH=$u/msp CORE_PEER_TLS_ENABLED=true \
    CORE_PEER_ADDRESS=127.0.0.1:$(peer_port "$i") CORE_PEER_TLS_ROOTCERT_FILE=$(node "$i" 0)/tls/ca.crt "$@" 2>>logs/cli.log
}
retry() { for _ in $(seq 40); do "$@" && return 0; sleep 0.5; done; return 1; }
ORD=(-o "127.0.0.1:$(orderer_port 0)" --tls --cafile "$(node 0 1)/tls/ca.crt")
targets() { for i in "$@"; do echo --peerAddresses "127.0.0.1:$(peer_port "$i")" --tlsRootCertFiles "$(node "$i" 0)/tls/ca.crt"; done; }

for i in 0 1 2 3; do
  retry osnadmin channel join --channelID linli --config-block genesis.block -o "127.0.0.1:$(($(orderer_port "$i") + 1))" >>logs/join.log 2>&1
done
for i in 0 1 2 3; do retry as "$i" peer channel join -b genesis.block; done

printf '{"address":"127.0.0.1:%d","dial_timeout":"10s","tls_required":false}' $((BASE + 90)) >connection.json
printf '{"type":"ccaas","label":"store"}' >metadata.json
tar czf code.tar.gz connection.json
tar czf store.tar.gz metadata.json code.tar.gz
for i in 0 1 2 3; do as "$i" peer lifecycle chaincode install store.tar.gz; done
ID=$(peer lifecycle chaincode calculatepackageid store.tar.gz)
CHAINCODE_ID=$ID CHAINCODE_ADDRESS=127.0.0.1:$((BASE + 90)) "$WORK/store" >logs/chaincode.log 2>&1 &
PIDS+=($!)
define() { # define SEQUENCE [flags…]
  local s=$1
  shift
  for i in 0 1 2 3; do
    as "$i" peer lifecycle chaincode approveformyorg "${ORD[@]}" -C linli -n store -v "$s" --package-id "$ID" --sequence "$s" "$@" $(targets "$i")
  done
  retry as 0 peer lifecycle chaincode commit "${ORD[@]}" -C linli -n store -v "$s" --sequence "$s" "$@" $(targets 0 1 2)
}
invoke() { # invoke "BODY INDEXES" JSON
  as 0 peer chaincode invoke "${ORD[@]}" -C linli -n store -c "$2" $(targets $1) --waitForEvent
}
define 1
retry invoke "0 1 2" '{"Args":["put","a","1"]}'
invoke "1 2 3" '{"Args":["fill","k","120"]}'
for t in "0 1 2" "1 2 3" "0 2 3" "0 1 3"; do invoke "$t" '{"Args":["add","counter"]}' & J+=($!); done
wait "${J[@]}" || true
invoke "0 1 2" '{"Args":["count","n","k","l"]}'
invoke "0 1 2" '{"Args":["count","m","k0003","k0009"]}'
J=()
for a in '["put","k00035","x"]' '["count","n","k","l"]' '["count","m","k0003","k0009"]' '["del","k0005"]'; do
  invoke "0 1 2" "{\"Args\":$a}" & J+=($!)
done
wait "${J[@]}" || true
invoke "0 1" '{"Args":["put","too few","1"]}' || true
invoke "0 1 2" '{"Args":["guard","g","OwnersMSP","StreetMSP"]}'
invoke "0 3" '{"Args":["put","g","two are enough here"]}'
invoke "0 1 2" '{"Args":["put","g","three are not"]}' || true
invoke "0 1 2" '{"Args":["del","a"]}'

# A configuration update: fewer messages per block, signed by three administrators.
as 0 peer channel fetch config config.block "${ORD[@]}" -c linli
configtxlator proto_decode --type common.Block --input config.block | jq '.data.data[0].payload.data.config' >old.json
jq '.channel_group.groups.Orderer.values.BatchSize.value.max_message_count = 50' old.json >new.json
for f in old new; do configtxlator proto_encode --type common.Config --input $f.json --output $f.pb; done
configtxlator compute_update --channel_id linli --original old.pb --updated new.pb --output update.pb
configtxlator proto_decode --type common.ConfigUpdate --input update.pb |
  jq '{payload:{header:{channel_header:{channel_id:"linli",type:2}},data:{config_update:.}}}' |
  configtxlator proto_encode --type common.Envelope --output update.tx
for i in 1 2; do as "$i" peer channel signconfigtx -f update.tx; done
as 0 peer channel update "${ORD[@]}" -c linli -f update.tx
sleep 2
define 2 --signature-policy "OutOf(2,'OwnersMSP.peer','ResidentsMSP.peer','StreetMSP.member')"
retry invoke "0 3" '{"Args":["put","b","two of three"]}'
invoke "1 2" '{"Args":["put","b","one of three"]}' || true

sleep 2
height=$(as 0 peer channel getinfo -c linli | sed 's/.*"height":\([0-9]*\).*/\1/')
for ((i = 0; i < height; i++)); do as 0 peer channel fetch "$i" "blocks/$(printf %06d "$i")" -c linli; done
cd "$HERE"
go run ./record "$WORK" "$OUT"
echo "$OUT.ledger: $height blocks"
