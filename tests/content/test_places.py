"""The divisions of Hebei, and a place as people name it."""

import pytest

from content.places import (
    Level,
    Region,
    RegionCode,
    UnknownRegion,
    children,
    city_of,
    county_of,
    default_path,
    find_place,
    full_name,
    is_known,
    place_in,
    region,
    regions,
    spoken_name,
    upper_regions,
)

YUHUA = RegionCode("130108")
VILLAGE = RegionCode("130108001001")


def said(places: tuple[Region, ...]) -> list[str]:
    return [spoken_name(place.code) for place in places]


def test_every_level_is_there_and_no_row_lacks_its_parent() -> None:
    counts = dict.fromkeys(Level, 0)
    seen: set[RegionCode] = set()
    for place in regions():
        counts[place.level] += 1
        assert place.code not in seen
        assert place.parent is None or place.parent in seen
        seen.add(place.code)

    assert list(counts.values()) == [1, 11, 167, 23, 2365, 54145]


def test_the_upper_levels_are_the_same_rows() -> None:
    assert len(upper_regions()) == 202
    assert upper_regions() == regions()[:202]


def test_an_unknown_code_is_named() -> None:
    for code in ("130199", "", "1", "130108999", "110101", "1301080010019"):
        with pytest.raises(UnknownRegion) as unknown:
            region(code)
        assert unknown.value.code == code
        assert not is_known(code)
    assert is_known(YUHUA)
    assert is_known(VILLAGE)


def test_ways_up_and_down() -> None:
    assert default_path(VILLAGE) == "13/1301/130108/130108001/130108001001"
    assert default_path(RegionCode("13")) == "13"
    assert [place.code for place in children(RegionCode("13"))][:2] == ["1301", "1302"]
    assert {place.parent for place in children(YUHUA)} == {YUHUA}
    assert children(VILLAGE) == ()
    assert city_of(VILLAGE) == region("1301")
    assert county_of(VILLAGE) == region(YUHUA) == county_of(YUHUA)
    assert county_of(RegionCode("1301")) is None
    assert city_of(RegionCode("13")) is None


@pytest.mark.parametrize(
    ("code", "full"),
    [
        ("13", "河北省"),
        ("1301", "河北省石家庄市"),
        ("130108", "河北省石家庄市裕华区"),
        ("130171", "河北省石家庄高新技术产业开发区"),  # its own name holds its city's
        ("130271", "河北省唐山芦台经济开发区"),  # and its province's
        ("130372", "河北省秦皇岛市北戴河新区"),
        ("130821", "河北省承德市承德县"),
        ("130123106", "河北省石家庄市正定县南牛镇"),
    ],
)
def test_full_name(code: str, full: str) -> None:
    assert full_name(RegionCode(code)) == full


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("裕华区", "石家庄市裕华区"),
        ("裕华", "石家庄市裕华区"),
        ("石家庄裕华", "石家庄市裕华区"),
        ("石家庄市裕华区", "石家庄市裕华区"),
        ("河北省石家庄市裕华区", "石家庄市裕华区"),
        ("裕 华 区", "石家庄市裕华区"),
        ("石家庄，裕华区。", "石家庄市裕华区"),
        ("石家庄　裕华", "石家庄市裕华区"),
        ("石家莊裕華區", "石家庄市裕华区"),
        ("復興區", "邯郸市复兴区"),
        ("我在裕华区", "石家庄市裕华区"),
        ("现在住在裕华", "石家庄市裕华区"),
        ("裕华区槐安路100号", "石家庄市裕华区"),
        ("我在裕华区租房，娃上学咋办", "石家庄市裕华区"),
        ("正定", "石家庄市正定县"),
        ("正定县城", "石家庄市正定县"),
        ("河北石家庄正定县", "石家庄市正定县"),
        ("正定镇", "石家庄市正定县正定镇"),
        ("唐山路北", "唐山市路北区"),
        ("张家口桥西", "张家口市桥西区"),
        ("石家庄的桥西区", "石家庄市桥西区"),
        ("邢台桥西", "邢台市信都区"),  # a former name
        ("沧州新华", "沧州市新华区"),
        ("定州", "保定市定州市"),
        ("保定定州", "保定市定州市"),
        ("辛集", "石家庄市辛集市"),
        ("赵县", "石家庄市赵县"),
        ("承德", "承德市"),
        ("承德县", "承德市承德县"),
        ("石家庄", "石家庄市"),
        ("石家庄市区", "石家庄市"),
        ("河北", "河北省"),
        ("藁城市", "石家庄市藁城区"),  # what it was until 2014
        ("永年县", "邯郸市永年区"),
        ("滦县", "唐山市滦州市"),
        ("任县", "邢台市任泽区"),
        ("唐海", "唐山市曹妃甸区"),
        ("保定新市区", "保定市竞秀区"),
        ("青龙县", "秦皇岛市青龙满族自治县"),
        ("大厂", "廊坊市大厂回族自治县"),
        ("围场", "承德市围场满族蒙古族自治县"),
        ("井陉", "石家庄市井陉县"),
        ("井陉矿区", "石家庄市井陉矿区"),
        ("峰峰", "邯郸市峰峰矿区"),
        ("海港", "秦皇岛市海港区"),
        ("石家庄高新区", "石家庄高新技术产业开发区"),
        ("石家庄开发区", "石家庄高新技术产业开发区"),
        ("石家庄经开区", "石家庄市藁城区石家庄经济技术开发区"),
        ("廊坊开发区", "廊坊经济技术开发区"),
        ("海港开发区", "唐山海港经济开发区"),
        ("渤海新区", "沧州渤海新区"),
        ("北戴河", "秦皇岛市北戴河区"),
        ("北戴河新区", "秦皇岛市北戴河新区"),
        ("白沟", "保定白沟新城"),
        ("白沟镇", "保定白沟新城白沟镇"),
        ("燕郊", "廊坊市三河市燕郊镇"),
        ("雄安新区容城", "保定市容城县"),
        ("裕华区裕兴街道", "石家庄市裕华区裕兴街道"),
        ("裕华区裕兴街道办", "石家庄市裕华区裕兴街道"),
        ("南牛乡", "石家庄市正定县南牛镇"),  # a town by now
        ("南牛乡 xx村", "石家庄市正定县南牛镇"),  # a village the table lacks
        ("正定县南牛村", "石家庄市正定县南牛镇南牛村民委员会"),
        ("我家住正定县南牛镇南牛村", "石家庄市正定县南牛镇南牛村民委员会"),
        ("鹿泉大河镇", "石家庄市鹿泉区大河镇"),
    ],
)
def test_a_place_typed_as_people_say_it(typed: str, meant: str) -> None:
    assert said(find_place(typed)) == [meant]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("桥西区", ["石家庄市桥西区", "张家口市桥西区", "邢台市信都区"]),
        ("新华区", ["石家庄市新华区", "沧州市新华区"]),
        ("雄安", ["保定市容城县", "保定市安新县", "保定市雄县"]),
        ("邯郸县", ["邯郸市邯山区", "邯郸市丛台区"]),
        ("大河镇", ["石家庄市鹿泉区大河镇", "保定市容城县大河镇", "张家口市张北县大河镇"]),
    ],
)
def test_a_name_with_several_bearers_gives_all_of_them(typed: str, meant: list[str]) -> None:
    assert said(find_place(typed)) == meant


@pytest.mark.parametrize("typed", ["开发区", "刘庄村", "高新区"])
def test_never_more_than_eight(typed: str) -> None:
    assert 1 < len(find_place(typed)) <= 8


@pytest.mark.parametrize("typed", ["", " ", "。", "abc", "北京", "新华书店", "XX村", "不知道", "1"])
def test_what_is_no_place_of_hebei_finds_none(typed: str) -> None:
    assert find_place(typed) == ()


def test_within_narrows_and_shuts_out() -> None:
    cangzhou, zhengding = RegionCode("1309"), RegionCode("130123")

    assert said(find_place("新华区", within=cangzhou)) == ["沧州市新华区"]
    assert said(find_place("南牛村", within=zhengding)) == ["石家庄市正定县南牛镇南牛村民委员会"]
    assert said(find_place("石家庄正定县", within=zhengding)) == ["石家庄市正定县"]
    assert said(find_place("正定", within=zhengding)) == ["石家庄市正定县正定镇"]
    assert find_place("裕华区", within=cangzhou) == ()
    assert find_place("我在裕华区租房", within=cangzhou) == ()


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("我在裕华区租房，娃上学咋办", ["石家庄市裕华区"]),
        ("石家庄裕华上学要啥材料", ["石家庄市裕华区"]),
        ("我在正定打工，孩子想转学", ["石家庄市正定县"]),
        ("在石家庄打工，孩子在桥西区上学", ["石家庄市桥西区"]),
        ("住高新区，在石家庄上班", ["石家庄高新技术产业开发区"]),
        ("我们老家是邯郸的，现在住石家庄桥西区", ["石家庄市桥西区"]),
        ("户口在赵县，人在辛集", ["石家庄市辛集市"]),
        ("从保定搬到定州了", ["保定市定州市"]),
        ("邢台人，在廊坊开发区干活", ["廊坊经济技术开发区"]),
        ("石家莊裕華區上學", ["石家庄市裕华区"]),
        ("我 在 唐山 路北 住", ["唐山市路北区"]),
        ("我是河南来的，在石家庄打工", ["石家庄市"]),
        ("我在燕郊租房", ["廊坊市三河市"]),
        ("我在大城上班", ["廊坊市大城县"]),
        ("在新华区", ["石家庄市新华区", "沧州市新华区"]),
        ("孩子在衡水，我在石家庄", ["衡水市", "石家庄市"]),
        ("石家庄裕华路怎么走", ["石家庄市"]),
        ("老家正定，户口没迁", ["石家庄市正定县"]),  # the only place named
        ("河北省内跨市转学", ["河北省"]),
        ("定州医保定点医院", ["保定市定州市"]),
    ],
)
def test_the_place_a_sentence_is_about(question: str, meant: list[str]) -> None:
    assert said(place_in(question)) == meant


@pytest.mark.parametrize(
    "question",
    [
        "医保定点医院在哪",
        "低保定期复核",
        "确保定期体检",
        "继承德行",
        "均衡水平",
        "健康保险怎么交",
        "孩子想进新华书店",
        "大城市生活太贵",
        "孩子大名叫王小明",
        "反正定不下来",
        "现任县长是谁",
        "希望都能上学",
        "微信都加不上",
        "河南和山东的户口",
        "搬迁安置房",
        "容易县里办吗",
        "变成安全的地方",
        "关怀来了",
        "马路北边那个学校",
        "天津河北区",
        "西安市长安区",
        "黄河北岸",
        "一张北京的车票",
        "楼下花园里",
        "家长安排孩子",
        "平安新年",
        "裕华路怎么走",
        "我住裕华小区",
        "公开平台",
        "开发区上学",
        "北京朝阳区",
        "娃上学咋办",
        "",
    ],
)
def test_ordinary_words_are_no_places(question: str) -> None:
    assert place_in(question) == ()
