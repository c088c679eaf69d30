"""Texts with what is personal in them marked: {mobile:139 0000 0011}."""

from __future__ import annotations

import re

import pytest

from shopwarden.engine.identify import identify

MARKED = re.compile(r"\{(\w+):([^}]*)\}")
NAMES = """
麻烦改一下收货人，现在是{name:韩雪苓}，电话{mobile:13900000011}
让我同事{name:唐一帆}签收就行
我先生{name:项小海}会去取 让我女儿{name:贾宝珠}下去拿
投保人{name:孟子函}，身份证{resident_id:440305180001010149}
患者{name:霍秋萍}，证件号码{resident_id:440305180001010149}
{name:温如冰} {resident_id:11010519491231002X}，请核实
{name:宋小贝} 先生，您的包裹到了
{name:诸葛青山}您好，请确认地址
{address:阳光小区5栋}的快递到了
{name:邹明远} 收
法人代表{name:霍东升}，税号{uscc:91440300000000000E}
联系人{name:时小明}，{mobile:13900000014}
联络人：{name:蔡佩琪}，戶名{name:沈家琪}
我叫{name:高兴}，姓高
车主{name:雷大柱} {plate:鲁B7K123}
护照{passport:E12345678} {name:顾长青}
退款打到{bank_card:6222020000000007} {name:秦小岚}
名字填{name:岳小珊} 收货人写{name:蒋文莉}就好
把收件人{name:陆小峰}改成张先生
退到{name:倪小萍}的卡上
报关用的，身份证是{resident_id:440305180001010149}，{name:陈建邦}
订票：{name:董小婉儿} 护照{passport:E00000003}
就说{name:苗小翠}家的
都是我{name:尹小玫}的名字
Please ask for {name:Tomas Novak} at the gate
The parcel goes to {name:Maria Silva}, ok?
name写 {name:Sophie Lin} 就可以
以下是{name:Julia Meyer}的信息
持卡人：{name:Lin Meimei}
客人{name:褚小良}投诉 麻烦转告{name:方小珊}，谢谢
name as in passport {name:LIN MEIMEI}
"""
PLACES = """
请直接发 {address:广东省深圳市木棉路77号5栋1802} {name:何小敏} {mobile:139 0000 0066}
寄 {address:浙江省杭州市西湖区文竹路壹佰零捌号叁幢贰零壹室} {name:李秀英}收
{address:山东省临沂市兰山区木镇前村村委会东100米} 到了打电话
地址:{address:河南省郑州市金水区枣树路66号院12号楼东单元9楼西户}   {name:朱永平}
{address:台北市大安區木蘭路二段999號7樓之2}
請寄至{address:台中市西屯區木蘭大道三段99號心樓5樓}，收件人{name:吳佩玲}
{address:澳門氹仔木棉大馬路9100號花園大廈第3座15樓G}
放{address:青竹园3期17号楼2单元}楼下快递架
师傅反馈{address:云竹花园二期9栋1单元}门禁进不去
我家{address:木兰100国际新城B座2603}
邮寄地址{address:北京市海淀区木桥街道竹南小区89号楼6门1102}，工作日寄
{address:容城县木东片区D组团3标段项目部}收货
工厂在{address:佛山市顺德区北木镇林竹路6690号第三车间}，能进
{address:西安市雁塔区枣园东路 3 号 2 号楼 1 单元 1201}
{address:新疆喀什地区木县木镇人民路2301号}
寄到公司吧，{address:厦门市软件园二期竹海路10号501}
{address:江西省赣州市于都县木镇红木大道与长木大道交汇处东50米}
地址换成{address:长沙市雨花区枣树西路289号竹林广场2栋1单元1502房}了
{address:内蒙古呼和浩特市赛罕区竹街木湾8号楼3单元502}
{address:木沙路1270号新城大厦南楼1369}
Please deliver to {address:Dorm 12, Room 418, No. 83 Zhulin Road, Beijing}
goods for {address:No. 99, 14th Cross, Lakeview, Bengaluru 560999, India}. Thanks
Address: {address:Unit 1203, Tower B, Bamboo SOHO, Chaoyang, Beijing 100020}
"""
NUMBERS = """
打我电话{mobile:幺三九洞洞洞洞洞洞两六}聊
电话是 {mobile:么三九 零零零零 零零二八}，门铃坏了
号码是什么{mobile:139 0000 0001}两个都行
电话号码：{mobile:139　0000　0061}
{mobile:139🙈0000🙈0096} 发样布
{mobile:1哒3哒9哒0哒0哒0哒0哒0哒0哒9哒6}
my cell {mobile:one three nine, six zeros, four-two}. leave at gate
dianhua {mobile:yi san jiu 0000 零零柒叁} song dao
有急事打 {landline:零贰壹 伍伍伍零零壹伍陆}
passport number is {passport:G12345678}
护照号 {passport:E零零零零零零一二}，海外直邮
车库{plate:粤B零零零零3}旁边
退我{bank_card:6222 零二零零零零零零 0007}
需向{bank_card:4367420001720985}存入2000元
"""
ACCOUNTS = """
ｖｘ：{wechat_id:ｈｅｌｌｏ＿９９} 加微{wechat_id:shop_2020}
薇：{wechat_id:shop_2021} +v {wechat_id:kkk12345}
W3chat: {wechat_id:wxtest2026}
飞机号：@{wechat_id:dianwei_0004}，大件图片往那发
telegram @{wechat_id:seller_test9} line id: {wechat_id:seller_line9}
add us pls, customer care there, id {wechat_id:wxtest2030}
朋友圈天天上新款，搜 {wechat_id:jd_test_81}
Q/Q:{qq_id:1/0/9/8/7} 加扣{qq_id:100000132}
扣扣加，号码倒着读：{qq_id:23001}
q哒q哒群：{qq_id:1哒0哒0哒6哒1}
群号：{qq_id:45678901} 扫码加微信，或搜{wechat_id:shop_kf01}
Q币充到{qq_id:100007171}
"""
NOTHING = """
王姐您好 张哥您好 李叔收 找王姐 联系高店长
客服小美您好 尊敬的会员您好 贵公司您好 老板您好，在吗
麻烦您签收一下 麻烦放门口 安全问题联系客服
司机马上到楼下了 车主安全手册怎么领 业主马上要装修 实名认证怎么弄
这款2室的能用吗，3室可以吗
的名字改一下 孩子的名字 商品的名字 就说质量问题退货
高品质女士包 金色女士手表 黑色男士款
二单元漏水 一号门进 双人单元门坏了 三门冰箱和四门冰箱哪个好 3门4门的柜子
第3车间用的手套 放门口就行 第1单元练习册第3章 这款2室1厅能用吗
This is JD Merchant Support. Call Center will contact you
this is black friday sale, order no. 12, please ship fast
I need one three pack and two five packs
yi si bu gou 尺寸 120 240 360 480 600 720 毫米
jd_plus_2024 活动 请在app里搜 iphone15pro 查看 账号 test_shop01 登录不了
商品id abc_12345 版本号v1.2.3.4567 更新了
Q币10000个多少钱 QQ登录的，订单号：123456789
1 2 3 4 5 6 7 8 9 10 11 12 月分期 尺码39 40 41 42 43 44 45
"""


LINES = (NAMES + PLACES + NUMBERS + ACCOUNTS + NOTHING).split("\n")


@pytest.mark.parametrize("line", [line for line in LINES if line])
def test_marked(line: str) -> None:
    text = MARKED.sub(r"\2", line)
    wanted = MARKED.findall(line)
    found = [(s.type.value, text[s.start : s.end]) for s in identify([text])[0]]
    assert found == wanted
