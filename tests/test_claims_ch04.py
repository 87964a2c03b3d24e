"""Chapter 4's claims in the ledger: the figures in their evidence and what decides them, recomputed."""

from test_claims import decided_by, says

from sciencecities import data, measures, vintages


def fell(*tables):
    """By how many percent the Theil index of GDP per head, weighted by people, fell between two tables of a year."""
    first, last = (measures.theil(table["per_head"], table["population"]) for table in tables)
    return 100 * (1 - last / first)


def test_c29_the_fall_and_its_dates():
    older = dict(list(vintages.per_head("after census 4", "before census 7").groupby("year")))
    newer = dict(list(vintages.per_head("after census 5", "after census 7").groupby("year")))
    early, late = fell(older[2005], older[2009]), fell(older[2010], older[2014])
    decided_by("C29", f"fell {early:.0f}% 2005-09, {late:.0f}% 2010-14", "older laboratories untested")
    says("C29", f"by {fell(older[2005], older[2014]):.0f}% from 2005 to 2014 ({early:.0f}% and {late:.0f}%")
    since = [fell(newer[year], newer[2024]) for year in (2015, 2016)]
    says("C29", f"by {since[0]:.0f}% from 2015 to 2024 (by {since[1]:.0f}% from 2016)")
    between = {
        year: measures.theil_decomposition(
            newer[year]["per_head"], newer[year]["population"], newer[year]["coast"]
        ).between
        for year in (2016, 2019)
    }
    says("C29", f"fell by {100 * (1 - between[2019] / between[2016]):.0f}% from 2016 to 2019")


def test_c29_how_firm_the_fall_since_2015_is():
    newer = vintages.per_head("after census 5", "after census 7")
    municipalities = data.load("provinces").query("unit_type == 'municipality'")["name"]
    sure = (measures.theil, measures.gini, measures.coefficient_of_variation)
    changes = {tool: [] for tool in (*sure, measures.percentile_ratio)}
    for tool, found in changes.items():
        for without in ([], municipalities):
            years = newer[~newer["province"].isin(without)].groupby("year")
            first, last = years.get_group(2015), years.get_group(2024)
            for weights in (None, "population"):
                ends = [tool(t["per_head"], t[weights] if weights else None) for t in (first, last)]
                found.append(100 * (ends[1] / ends[0] - 1))
    firm = [change for tool in sure for change in changes[tool]]
    assert len(firm) == 12 and max(firm) < 0
    says(
        "C29",
        f"all twelve variants of Theil, Gini and CV fall slightly (by {-max(firm):.1f} to {-min(firm):.1f}%;",
    )
    assert sum(change > 0 for change in changes[measures.percentile_ratio]) == 3
    says("C29", "only the 90/10 ratio disagrees, rising in three of its four")


def in_prices_of_2015():
    """The provinces of 2015 and of 2024 on the newer count: GDP per head of 2024 as 2015's, grown in real terms."""
    begun, ended = (
        table.set_index("province")
        for year, table in vintages.per_head("after census 5", "after census 7").groupby("year")
        if year in (2015, 2024)
    )
    along = data.load("province_year").query("2015 < year <= 2024")
    volume = (along["gdp_real_index"] / 100).groupby(along["province"]).prod()
    real = begun["per_head"] * volume * begun["population"] / ended["population"]
    return begun, ended.assign(per_head=real)


def test_c29_in_constant_prices():
    ends = in_prices_of_2015()
    municipalities = data.load("provinces").query("unit_type == 'municipality'")["name"]
    changes = []
    for tool in (measures.theil, measures.gini, measures.coefficient_of_variation):
        for without in ([], municipalities):
            kept = [table[~table.index.isin(without)] for table in ends]
            for weights in (None, "population"):
                first, last = (tool(t["per_head"], t[weights] if weights else None) for t in kept)
                changes.append(100 * (last / first - 1))
    says("C29", f"in prices of 2015 by {-max(changes):.1f} to {-min(changes):.1f}%")
    first, last = (
        measures.theil_decomposition(t["per_head"], t["population"], t["coast"]).within for t in ends
    )
    says("C29", "inequality within the two groups has grown in current yuan, hardly in prices of 2015")
    assert 0 < last / first - 1 < 0.03


def test_c29_older_laboratories():
    coast = data.load("provinces").set_index("id")["coast11"]
    running = data.load("facilities").query("kind == 'facility' and year <= 2010")["province_id"].map(coast)
    assert (running == False).sum() == 6  # noqa: E712 (a place that is not known is neither)
    says("C29", "six large facilities in the interior, all running by 2010")
    year = data.load("policies").set_index("policy")["year"]
    says("C29", f"Knowledge Innovation Programme ({year['CAS Knowledge Innovation Programme']})")
    says("C29", f"Project 985 ({year['Project 985']})")


def test_c30_real_growth_of_hefei():
    growth = data.load("city_year").pivot(index="year", columns="city", values="real_growth")
    grown = (1 + growth["Hefei"].loc[2002:2016] / 100).prod(skipna=False)
    decided_by("C30", f"{grown:.1f} times 2001-16")
    says("C30", f"{grown:.1f} times the GDP of 2001")
    others = "Beijing Shanghai Tianjin Chongqing Dalian Qingdao Ningbo Xiamen Shenzhen Suzhou Wuxi Wuhu"
    capitals = growth.drop(columns=others.split())
    pace = (1 + capitals.loc[2014:2016] / 100).prod(skipna=False) ** (1 / 3)
    assert pace.notna().all()
    decided_by("C30", f"fourth of {len(pace)} capitals 2014-16")
    assert measures.ranks(pace)[list(pace.index).index("Hefei")] == 4
    says("C30", f"with {100 * (pace['Hefei'] - 1):.1f}% a year")
    before = (1 + capitals.loc[2008:2012] / 100).prod(skipna=False)
    assert before.idxmax() == "Hefei" and before.notna().all()
