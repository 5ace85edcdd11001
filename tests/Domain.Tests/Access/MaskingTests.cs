using CommandCenter.Domain.Access;

namespace CommandCenter.Domain.Tests.Access;

public sealed class MaskingTests
{
    [Theory]
    [InlineData("13812341234", "138****1234")]
    [InlineData("0750-3123456", "**********56")]
    [InlineData("+8613812341234", "************34")]
    [InlineData("１３８１２３４１２３４", "*********３４")]
    [InlineData("110", "***")]
    [InlineData("", "")]
    public void A_phone_number_keeps_its_head_and_its_last_four(string phone, string shown) => Masking.Phone(phone).ShouldBe(shown);

    [Theory]
    [InlineData("440703199001011234", "440***********1234")]
    [InlineData("44070319900101123X", "440***********123X")]
    [InlineData("440703900101123", "440********1123")]
    [InlineData("E12345678", "*******78")]
    [InlineData("12", "**")]
    public void An_identity_number_keeps_its_province_and_its_last_four(string number, string shown) => Masking.IdNumber(number).ShouldBe(shown);
}
