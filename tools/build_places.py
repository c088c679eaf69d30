"""Build the tables of places and names that finding personal data ships.

    engine/identify/data/divisions.txt   provinces, cities, districts and counties
    engine/identify/data/surnames.txt    surnames: common, rare, of two characters
    engine/identify/data/words.txt       ordinary words that begin like a name

Sources: the administrative codes in `cpca` (MIT); the Hundred Family Surnames
(百家姓, a text of the Song dynasty, public domain), below; the phrases of
`pypinyin` (MIT), of which words that begin with a common surname are kept;
and the short lists below, which are ours. Nothing is fetched.

usage: python tools/build_places.py [--check]
"""

from __future__ import annotations

import csv
import sys
from importlib.util import find_spec
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict

DATA = (
    Path(__file__).resolve().parent.parent
    / "src/shopwarden/engine/identify/data"
)  # fmt: skip

# The text itself, in its order; the surnames of two characters apart.
_HUNDRED = """
赵钱孙李 周吴郑王 冯陈褚卫 蒋沈韩杨 朱秦尤许 何吕施张 孔曹严华 金魏陶姜
戚谢邹喻 柏水窦章 云苏潘葛 奚范彭郎 鲁韦昌马 苗凤花方 俞任袁柳 酆鲍史唐
费廉岑薛 雷贺倪汤 滕殷罗毕 郝邬安常 乐于时傅 皮卞齐康 伍余元卜 顾孟平黄
和穆萧尹 姚邵湛汪 祁毛禹狄 米贝明臧 计伏成戴 谈宋茅庞 熊纪舒屈 项祝董梁
杜阮蓝闵 席季麻强 贾路娄危 江童颜郭 梅盛林刁 钟徐邱骆 高夏蔡田 樊胡凌霍
虞万支柯 昝管卢莫 经房裘缪 干解应宗 丁宣贲邓 郁单杭洪 包诸左石 崔吉钮龚
程嵇邢滑 裴陆荣翁 荀羊於惠 甄曲家封 芮羿储靳 汲邴糜松 井段富巫 乌焦巴弓
牧隗山谷 车侯宓蓬 全郗班仰 秋仲伊宫 宁仇栾暴 甘钭厉戎 祖武符刘 景詹束龙
叶幸司韶 郜黎蓟薄 印宿白怀 蒲邰从鄂 索咸籍赖 卓蔺屠蒙 池乔阴郁 胥能苍双
闻莘党翟 谭贡劳逄 姬申扶堵 冉宰郦雍 郤璩桑桂 濮牛寿通 边扈燕冀 郏浦尚农
温别庄晏 柴瞿阎充 慕连茹习 宦艾鱼容 向古易慎 戈廖庾终 暨居衡步 都耿满弘
匡国文寇 广禄阙东 欧殳沃利 蔚越夔隆 师巩厍聂 晁勾敖融 冷訾辛阚 那简饶空
曾毋沙乜 养鞠须丰 巢关蒯相 查后荆红 游竺权逯 盖益桓公 晋楚闫法 汝鄢涂钦
岳帅缑亢 况郈有琴 商牟佘佴 墨哈谯笪 年爱阳佟 言福
"""
HUNDRED = _HUNDRED.split()
_COMPOUND = """
万俟 司马 上官 欧阳 夏侯 诸葛 闻人 东方 赫连 皇甫 尉迟 公羊 澹台 公冶
宗政 濮阳 淳于 单于 太叔 申屠 公孙 仲孙 轩辕 令狐 钟离 宇文 长孙 慕容
鲜于 闾丘 司徒 司空 亓官 司寇 子车 颛孙 端木 巫马 公西 漆雕 乐正 壤驷
公良 拓跋 夹谷 宰父 谷梁 段干 百里 东郭 南门 呼延 羊舌 微生 梁丘 左丘
东门 西门 南宫 第五
"""
COMPOUND = _COMPOUND.split()
# Our own choice of what is met every day; the rest is believed after a cue only.
COMMON = """
赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛
奚范彭郎鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常傅卞齐康伍余顾孟黄
穆萧肖尹姚邵湛汪祁毛禹狄臧戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵季麻贾路娄江童颜郭梅盛林
刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘缪解应宗丁邓郁洪包左石崔吉龚程邢裴陆荣翁
甄曲靳段焦侯宁仇栾甘厉祖武符刘景詹龙叶黎白蒲赖卓蔺屠蒙池乔闻翟谭申冉桑桂牛边燕尚温
庄晏柴瞿阎闫艾古易廖耿文欧聂敖冷辛简饶曾沙鞠关荆游权覃兰付佟岳丘佘芦涂隋原仝车
""".replace("\n", "")
# Surnames that the old text lacks.
ADDED = "肖付代覃兰芦隋原仝丘冼揭邸银但庹么召亓逯区苑"
# Words of shops that begin like a name, and that a dictionary lacks.
_ORDINARY = """
常用 常见 常温 常规 高兴 高级 高端 高清 高档 高价 高铁 高配 高速 马上 马桶 黄金 黄色
黄牛 黄油 白色 白条 白领 金额 金色 金牌 金融 金属 安装 安排 安全 安心 安卓 安慰 方便
方式 方法 方案 方形 房间 房东 包装 包裹 包邮 包退 包换 包括 包含 石头 石材 任何 任务
任意 任性 应该 应用 应付 应对 应急 许多 许可 何时 何必 余额 余下 余款 章程 文件 文字
文具 文明 易碎 易用 易损 管理 管道 管家 管用 解决 解释 解除 解绑 解冻 解锁 程序 程度
成功 路上 路由 路线 路过 车上 车间 车厢 车型 牛奶 牛肉 牛仔 温度 温馨 温柔 古代 简单
简直 简介 权益 权限 游戏 关于 关闭 关注 关系 关机 辛苦 冷冻 冷藏 冷链 代购 代金 代理
代发 代付 代收 付款 付费 付清 付钱 兰花 原来 原因 原价 原路 原装 原件 原味 申请 申诉
申报 蓝色 蓝牙 桑叶 边框 边上 江湖 梅花 祝您 祝你 祝愿 严重 严格 华为 华丽 华东 华南
华北 章鱼 苏打 苏州 龙虾 龙头 荣耀 康师傅 景色 景区 柏油 戴上 熊猫 项目 季节 季度 纪念
贾维斯 蒙牛 毛巾 毛衣 毛重 汤圆 盛开 林地 田园 胡子 胡椒 万一 万能 万事 莫名 应收 段落
武器 白天 白酒 白菜 白糖 卓越 乔迁 池塘 曾经 沙发 沙拉 荆芥 查询 洪水 左右 左边 左侧
陆续 陆运 翁婿 焦急 焦虑 侯车 宁可 宁愿 甘油 厉害 祖国 符合 符号 黎明 赖皮 屠宰 闻到
尚未 庄园 柴油 艾草 廖廖 欧元 欧洲 聂卫 敖包 饶了 谢谢 谢了 谢啦 谢您 周末 周一 周二
周三 周四 周五 周六 周日 周期 周边 周转 周到 方向 和平 高一 高二 高三 李子 杨梅 杨桃
桂圆 桂花 柳州 陶瓷 陶器 金桔 姜茶 姜糖 花生 童装 童鞋 颜色 严禁 唐装 雷锋 罗马 齐全
伍仟 顾客 顾问 史上 费用 费劲 廉价 薛记 施工 施肥 孔雀 曹操 魏晋 卫生 卫衣 卫浴 卫星
沈阳 韩国 韩版 朱砂 秦岭 尤其 吕布 张开 张贴 王者 王牌 王老吉 李宁 马云 安踏 方太
江小白 单子 单价 石榴 徐福记 钟表 钟头 夏天 夏季 夏装 高跟 高温 高度 林业 童话 万家
万科 吉利 吉祥 龙门 叶子 文创 文艺 白云 景点 古装 易拉 马甲 马克 温和 安利 安静 安康
左手 应届 江苏 江西 江南 江浙 常州 安徽 海南 金华 温州 台州 广州 黄山 马鞍 宁波 宁夏
蒙古 鲁菜 高低 高兴地 高新 金条 金币 白银 关键 关心 关联 房产 房子 万分 万达 解放 解答
解析 解说 许久 严选 何况 施行 章节 任选 雷达 罗列 常务 常年 余地 顾虑 孟加拉 黄昏 萧条
毛利 毛病 祝福 阮囊 席位 项链 董事 梁上 杜绝 杜蕾斯 季军 路口 路边 路灯 江山 郭德纲
林志 邱县 高原 樊笼 凌晨 霍乱 虞城 柯达 管制 丁香 邓亚 包月 包年 包干 包间 石油 崔永
吉他 程控 陆地 荣誉 甄选 甄别 曲线 曲奇 封面 段位 焦点 焦糖 景观 叶片 白金 白银会员
蒲公英 卓著 池子 乔丹 谭木匠 冉冉 牛皮 麻烦 麻辣 麻将 麻布 麻醉 温控 温暖 温泉 温室
安检 安保 安抚 安置 安稳 高压 高血 高光 高手 高峰 高校 高考 高等 高空 高效 高血压
高压锅 马路 马力 马达 马尾 马虎 方面 方子 方正 方块 石板 石膏 石墨 任命 任由 任凭 任职
应聘 应变 应验 程式 管子 管控 管线 管接 解码 解密 解读 解散 解药 解渴 文案 文档 文化
文胸 包子 包子铺 包皮 包袱 包头 包治 包赔 包送 房型 房贷 房租 房屋 雷同 雷区 钱包 钱财
钱款 钱数 钱币 时间 时候 花费 水果 白送 白费 白名单 黄瓜 黄豆 黄页 金子 金银 金刚 金黄
金卡 银行 银色 黑色 蓝光 蓝图 车子 车位 车票 车险 车主 车轮 车门 车牌 路径 路程 路费
路人 路况 项圈 郑重 牛排 牛油 牛仔裤 龙卷 龙井 龙眼 梅子 桑拿 柳树 柳条 林木 林区 森林
江水 江河 池水 河水 海水 海外 海鲜 汤料 汤粉 汤锅 米饭 米粉 麦片 谷物 米面 莫非 莫大
莫怪 常客 常识 常态 康复 康乐 齐了 齐心 齐刷 平时 平常 平台 平价 平板 平均 平方 平安
成本 成品 成分 成立 成年 单独 单身 单机 单品 单纯 单号 区分 区别 区域 万里 万用 史诗
费事 费力 费心 费时 费率 廉洁 贺卡 贺礼 贺岁 贺兰山 倪虹 汪汪 毛孔 毛笔 毛毯 毛线 毛绒
毛呢 毛料 毛巾被 卞和 康宁 顾全 顾家 顾不 孟婆 和气 和谐 和好 萧瑟 姚明 祁连 狄仁杰
臧否 戴森 戴着 宋体 宋朝 宋代 茅台 庞大 庞杂 熊孩子 纪实 纪律 舒服 舒适 舒心 舒展 舒缓
屈服 祝贺 董事会 董事长 梁山 杜蕾 杜仲 蓝莓 贾平 路易 江苏省 童车 童年 童话书 颜值
郭氏 梅花鹿 盛大 盛世 盛放 盛夏 刁难 钟意 钟爱 徐徐 骆驼 高尚 夏令 夏日 夏凉 蔡司 田地
田间 樊登 胡萝卜 胡说 胡闹 胡同 凌乱 霍霍 万宝 柯基 管够 卢布 莫代尔 房卡 解压 丁字
丁烷 邓紫棋 洪荒 包浆 左撇子 石斛 崔健 吉他谱 龚扇 裴多菲 陆军 荣获 荣幸 曲折 曲目
段子 焦炭 焦糖色 侯爵 宁静 甘草 甘蔗 甘愿 武术 武侠 武汉 符咒 刘海 景象 景德镇 詹姆斯
叶酸 叶绿素 白芷 蒲团 赖账 卓有 蔺草 屠龙 蒙版 池鱼 乔木 闻名 闻着 谭嗣 申购 申领 申通
申明 桑蚕 桂林 桂皮 牛蒡 边角 边界 燕尾 尚且 尚品 庄重 庄稼 晏子 柴火 柴鱼 瞿塘 阎王
艾叶 艾绒 古风 古筝 古法 易经 易燃 易开 易懂 易洗 廖若 耿耿 文旦 欧珀 欧舒丹 敖东 冷敷
冷门 冷饮 冷暖 冷淡 辛勤 简体 简约 简短 饶有 曾祖 沙漠 沙拉酱 鞠躬 关爱 关税 关口 荆棘
权利 权重 覃塘 兰蔻 兰州 付出 岳飞 涂抹 涂鸦 隋唐 原木 原油 仝心 车钥匙 阮咸 沈默 边缘
燕窝 燕麦 尚可 温水 晏殊 艾灸 古典 易购 耿直 欧式 冷却 冷静 辛辣 简易 饶恕 曾用 沙子
关怀 游泳 权威 付邮 代码 代替 岳父 岳母 涂料 涂层 原料 原厂 原始 原先 原地 原单 车辆
车载
"""
ORDINARY = _ORDINARY.split()
# Taiwan, which the administrative codes name as a whole.
_TAIWAN = """
台北市 新北市 桃园市 台中市 台南市 高雄市 基隆市 新竹市 嘉义市
"""
_TAIWAN_COUNTIES = """
新竹县 苗栗县 彰化县 南投县 云林县 嘉义县 屏东县 宜兰县 花莲县 台东县 澎湖县 金门县
"""
TAIWAN = {"city": _TAIWAN.split(), "district": _TAIWAN_COUNTIES.split()}
LEVELS = ("province", "city", "district")
NOT_PLACES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def divisions() -> str:
    """Names of divisions by level, each once."""
    # Found, not imported: importing it needs more than its file.
    spec = find_spec("cpca")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).parent / "resources" / "adcodes.csv"
    found: dict[str, set[str]] = {level: set() for level in LEVELS}
    for row in csv.DictReader(source.read_text("utf-8-sig").splitlines()):
        code, name = row["adcode"], row["name"]
        level = LEVELS[
            (code[2:6] != "0000") + (code[2:6] != "0000" and code[4:6] != "00")
        ]
        if name not in NOT_PLACES and "直辖" not in name and len(name) > 1:
            found[level].add(name)
    for level, names in TAIWAN.items():
        found[level].update(names)
    found["city"] -= found["province"]
    found["district"] -= found["city"] | found["province"]
    return written({level: sorted(found[level]) for level in LEVELS})


def surnames() -> str:
    """Surnames by how readily they are believed."""
    every = set("".join(HUNDRED)) | set(ADDED)
    missing = set(COMMON) - every
    assert not missing, missing
    return written(
        {
            "common": sorted(set(COMMON)),
            "rare": sorted(every - set(COMMON)),
            "compound": sorted(set(COMPOUND)),
        }
    )


def words() -> str:
    """Words of two and three characters that begin with a common surname."""
    begin = set(COMMON)
    kept = {w for w in phrases_dict if len(w) in (2, 3) and w[0] in begin}
    kept |= {w for w in ORDINARY if w[0] in begin}
    return written({"words": sorted(kept)})


def written(sections: dict[str, list[str]]) -> str:
    """Sections of words, twelve to a line."""
    lines = ["# built by tools/build_places.py"]
    for name, found in sections.items():
        lines.append(f"[{name}]")
        lines += [" ".join(found[i : i + 12]) for i in range(0, len(found), 12)]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the tables, or with `--check` compare them; 1 if they differ."""
    wrong = 0
    tables = {"divisions": divisions(), "surnames": surnames(), "words": words()}
    for name, text in tables.items():
        path = DATA / f"{name}.txt"
        if "--check" not in arguments:
            path.write_text(text, "utf-8")
        elif path.read_text("utf-8") != text:
            print(f"{path.name} differs from what its sources give: run this program")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
