#!/usr/bin/env python3
"""Turns the figures noted in two public documents (sources/work-reports.csv) into rows of the product's own format.

Run by hand when sources/work-reports.csv changes: python3 work-report.py > indicators-work-report.csv
Only what can stand in a region's profile is taken; each line of NAMES says how a subject is called there.
"""
import csv
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
REPORT = ("440700", "江门市", "江门市政务服务数据管理局2023年工作总结", "江门市政务服务数据管理局", "实绩")
PLAN = ("440784", "鹤山市", "鹤山市“数字政府”改革建设规划（2023-10-21）", "鹤山市人民政府", "目标")
NAMES = {
    "广东政务服务网江门事项可网办率": "事项可网办率",
    "“粤智助”终端": "“粤智助”终端",
    "“粤智助”业务量（超）": "“粤智助”业务量（下限）",
    "累计上线“一件事”": "“一件事”累计上线",
    "公共数据资源目录": "公共数据资源目录",
    "公共数据资源目录数全省排名": "公共数据资源目录数全省排名",
    "“视频办”累计上线服务": "“视频办”累计上线服务",
    "“视频办”服务坐席": "“视频办”服务坐席",
    "上线招商资源信息（地块、楼宇、厂房、园区、项目）": "招商资源信息（下限）",
    "镇（街）便民服务中心": "镇（街）便民服务中心",
    "社会治理事项通用目录": "社会治理事项通用目录",
    "接入视频监控信号（约）": "接入视频监控信号（约）",
    "接入物联设备（多）": "接入物联设备（下限）",
    "汇聚政务数据": "汇聚政务数据",
    "开放数据集": "开放数据集",
    "开放数据访问（超）": "开放数据访问（下限）",
    "开放数据下载（超）": "开放数据下载（下限）",
    "信息系统登记": "信息系统登记",
    "大中小屏智慧专题": "大中小屏智慧专题",
    "高频电子证照（余）": "高频电子证照（下限）",
    "电子证照累计调用（超）": "电子证照累计调用（下限）",
    "粤政易开通公职人员用户": "粤政易开通公职人员用户",
    "支持“零跑动”政务服务事项（以上）": "支持“零跑动”政务服务事项比例（目标）（下限）",
    "企业开办全流程（不超过）": "企业开办全流程时限（目标）（上限）",
    "设立登记平均用时": "设立登记平均用时（目标）",
    "市政府直属部门本级业务系统迁移上云率（不低于）": "业务系统首批上云率（目标）（下限）",
}

out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["region_code", "region_name", "indicator", "unit", "period", "value", "source_title", "publisher", "grade"])
with open(HERE / "sources" / "work-reports.csv", encoding="utf-8") as source:
    for row in csv.DictReader(source):
        code, region, title, publisher, kind = REPORT if row["region"] == "江门市" else PLAN
        if row["subject"] in NAMES and row["kind"] == kind:
            out.writerow([code, region, NAMES[row["subject"]], row["unit"], row["date"].removeprefix("至"),
                          row["figure"].removesuffix("余"), title, publisher, "A"])
