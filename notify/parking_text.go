// SPDX-License-Identifier: Apache-2.0

package notify

// parkingWordings are those of shared parking. They say neither whose car or space it is nor where: others may read a mail.
var parkingWordings = map[Kind]map[Language]wording{
	ParkingWon: {
		Chinese: {"抽签抽中了，车位是您的", "到时间请开进来。不来的话，请尽早在页面上取消。"},
		English: {"You have drawn the parking space", "Come when it begins. If you cannot, please cancel early on the page."},
	},
	ParkingLost: {
		Chinese: {"这次抽签没有抽中车位", "扣着的积分已经全部退回。您可以在页面上看看别的车位。"},
		English: {"You have not drawn the parking space", "The points that were held are yours again. The page shows other spaces."},
	},
	ParkingBegins: {
		Chinese: {"您订的停车时间快到了", "时间和车位请打开页面看。不来的话，请在页面上取消。"},
		English: {"Your parking time begins soon", "The page says when, and which space it is. If you do not come, please cancel there."},
	},
	ParkingEnds: {
		Chinese: {"您订的停车时间快结束了", "请按时开出去。后面没有人订的话，可以在页面上延长。"},
		English: {"Your parking time is nearly over",
			"Please drive out in time. If nobody has booked what comes after, you can have more on the page."},
	},
	ParkingOverstay: {
		Chinese: {"停车时间到了，车还没有离场", "每过一刻钟都可能多付积分。怎么算、付到多少为止，请打开页面看。"},
		English: {"Parking time is over, and the car has not left",
			"Each further quarter may cost points. The page says how many, and what is the most."},
	},
	ParkingNoShow: {
		Chinese: {"您订的车位没有入场记录", "按没有来算。如果您的车来过，请在一天之内在页面上提出异议。"},
		English: {"No gate saw your car come", "It counts as not come. If it was there, please say so on the page within a day."},
	},
	ParkingRetracted: {
		Chinese: {"您订的车位被收回了", "您不用付积分。请打开页面看理由，也可以另找一个车位。"},
		English: {"The space that you booked is taken back", "You pay no points. The page says why, and shows other spaces."},
	},
	ParkingDisplaced: {
		Chinese: {"有人说您的车位被别的车占了", "请打开页面看。如果不是这样，请在页面上提出异议。"},
		English: {"Your space is said to be taken by another car", "Please open the page. If it was otherwise, you can say so there."},
	},
	ParkingDisputed: {
		Chinese: {"一个车位预订有了异议", "扣着的积分先不动，等两家单位处理。请打开页面看说了什么。"},
		English: {"Somebody objects to a booking of yours", "The points that are held wait for two bodies. The page says what was said."},
	},
	ParkingResolve: {
		Chinese: {"一个车位预订的异议等着处理", "需要两家单位的经办人签字；六十天没有结果，就按门岗的记录算。"},
		English: {"A dispute about a booking waits", "Officers of two bodies sign how it ends. After sixty days what the gates saw counts."},
	},
	ParkingResolved: {
		Chinese: {"车位预订的异议处理完了", "积分已经结清。怎么分的、为什么，请打开页面看。"},
		English: {"The dispute about a booking is resolved", "The points are paid. The page says how many, and why."},
	},
	ParkingSettled: {
		Chinese: {"一个车位预订结清了", "付了多少积分、退回多少，请打开页面看。"},
		English: {"A booking is settled", "The page says how many points were paid, and how many went back."},
	},
}
