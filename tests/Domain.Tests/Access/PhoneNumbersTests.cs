using CommandCenter.Domain.Access;

namespace CommandCenter.Domain.Tests.Access;

public sealed class PhoneNumbersTests
{
    [Theory]
    [InlineData("16407500001", "16407500001")]
    [InlineData(" 164 0750 0001 ", "16407500001")]
    [InlineData("１６４０７５００００１", "16407500001")]
    [InlineData("0750-3123456", "0750-3123456")]
    [InlineData("０７５０－３１２３４５６", "0750-3123456")]
    [InlineData("07503123456", "0750-3123456")]
    [InlineData("020-83123456", "020-83123456")]
    [InlineData("02083123456", "020-83123456")]
    public void A_number_is_kept_in_one_way_of_writing(string typed, string kept) => PhoneNumbers.Read(typed).ShouldBe(kept);

    [Theory]
    [InlineData("")]
    [InlineData("110")]
    [InlineData("1640750000")]
    [InlineData("164075000011")]
    [InlineData("12407500001")]
    [InlineData("164****0001")]
    [InlineData("1.64E+10")]
    [InlineData("3123456")]
    [InlineData("750-3123456")]
    [InlineData("0750-3123456转8")]
    [InlineData("16407500001\u0000")]
    [InlineData("٠٧٥٠-٣١٢٣٤٥٦")]
    [InlineData("164 0750 0001                                        ")]
    public void What_is_none_is_not_kept(string typed) => PhoneNumbers.Read(typed).ShouldBeNull();
}
