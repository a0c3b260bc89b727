// SPDX-License-Identifier: Apache-2.0

// What people call kinds and priorities of orders. Written by `go test ./words -update`.

export const kinds = {
  care: ["独居关怀：很久没有动静", "Care: not heard of for long"],
  cleaning: ["卫生、垃圾", "Cleaning and rubbish"],
  gas: ["燃气报警", "Gas"],
  neighbour: ["邻里纠纷", "A quarrel with neighbours"],
  noise: ["噪音", "Noise"],
  other: ["其他", "Something else"],
  parking: ["停车", "Parking"],
  "repair.door": ["门、门禁、道闸", "Doors and gates"],
  "repair.lift": ["电梯", "Lift"],
  "repair.light": ["公共照明", "Lights"],
  "repair.power": ["停电、线路", "Power and wiring"],
  "repair.water": ["水管、下水", "Water and drains"],
  silence: ["设备失联", "A silent device"],
  smoke: ["烟雾报警", "Smoke"],
  sos: ["紧急求助", "A call for help"],
  water: ["漏水报警", "A leak"],
} as const;

export const priorities = {
  emergency: ["紧急", "Emergency"],
  ordinary: ["一般", "Ordinary"],
  urgent: ["急", "Urgent"],
} as const;
