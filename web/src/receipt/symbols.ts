// SPDX-License-Identifier: Apache-2.0

// Six pictures for an act, by which people compare two screens: "are these the same?" They differ for different acts, but
// whoever makes an act could try until they suit him; the whole hash beside them is what proves.

import { type Bytes, sha256, utf8 } from "../encoding.ts";

// Pictured is one symbol with its names, as pictures look different from phone to phone and some people hear them.
export type Pictured = { picture: string; zh: string; en: string };

const count = 6;

// symbolsOf returns the symbols of the act with this hash.
export async function symbolsOf(hash: Bytes): Promise<Pictured[]> {
  const digest = await sha256(utf8("linli/symbols/v1\0"), hash);
  return Array.from(digest.subarray(0, count), (byte) => all[byte % all.length] as Pictured);
}

// The order is part of the format: 64 symbols, known to phones since 2016, none of which says yes or no.
export const all: readonly Pictured[] = `
🐶 狗 dog|🐱 猫 cat|🐴 马 horse|🐷 猪 pig
🐘 大象 elephant|🐰 兔子 rabbit|🐼 熊猫 panda|🐔 鸡 hen
🐧 企鹅 penguin|🐢 乌龟 turtle|🐟 鱼 fish|🐙 章鱼 octopus
🐝 蜜蜂 bee|🐌 蜗牛 snail|🌹 玫瑰 rose|🌲 松树 pine
🌵 仙人掌 cactus|🍄 蘑菇 mushroom|🌙 月亮 moon|⭐ 星星 star
☁️ 云 cloud|🌈 彩虹 rainbow|🔥 火 fire|⛄ 雪人 snowman
🍌 香蕉 banana|🍎 苹果 apple|🍇 葡萄 grapes|🍉 西瓜 melon
🍓 草莓 strawberry|🌽 玉米 corn|🍞 面包 bread|🍚 米饭 rice
🍵 茶 tea|🎂 蛋糕 cake|🏠 房子 house|⛵ 帆船 sailing boat
🚲 自行车 bicycle|🚗 汽车 car|🚌 公共汽车 bus|🚂 火车 train
✈️ 飞机 aeroplane|🚀 火箭 rocket|⚓ 船锚 anchor|☂️ 雨伞 umbrella
👓 眼镜 glasses|👟 鞋 shoe|🎩 帽子 hat|👑 皇冠 crown
💍 戒指 ring|🎁 礼物 gift|🎈 气球 balloon|⚽ 足球 football
🎸 吉他 guitar|🥁 鼓 drum|🔔 铃铛 bell|📖 书 book
✏️ 铅笔 pencil|✂️ 剪刀 scissors|🔑 钥匙 key|🔨 锤子 hammer
💡 灯泡 lamp|⏰ 闹钟 clock|☎️ 电话 telephone|📷 照相机 camera
`
  .trim()
  .split(/[|\n]/)
  .map((line) => {
    const [picture = "", zh = "", ...en] = line.split(" ");
    return { picture, zh, en: en.join(" ") };
  });
